#include "bench/further.h"

#include <string>
#include <string_view>

#include "bench/random.h"

namespace remit::bench {
namespace {

constexpr size_t kActions = 1000;
constexpr std::string_view kOpening = "policy further owner \"ops\" default allow\n";

// Every third rule escalates, the others notify.
Verdict VerdictOf(uint64_t rule) { return rule % 3 == 0 ? Verdict::Escalate : Verdict::Notify; }

std::string Trigger(uint64_t number, const std::string& condition) {
  return "\ntrigger r" + std::to_string(number) + " {\n  when " + condition + "\n  " +
         (VerdictOf(number) == Verdict::Escalate ? "escalate" : "notify") + " to \"ops\"\n}\n";
}

std::string ActionText(const std::string& subject, const std::string& resource,
                       const std::string& context) {
  return R"({"subject":{"type":"agent","id":"agent-7","properties":{)" + subject +
         R"(}},"action":{"name":"work.step"},"resource":{"type":"path","id":"/srv","properties":{)" +
         resource + R"(}},"context":{)" + context + "}}";
}

Workload MakeUnindexed() {
  constexpr uint64_t kRules = 200;
  Workload workload{"unindexed_200", std::string(kOpening), {}, {}};
  for (uint64_t i = 0; i < kRules; ++i) {
    workload.policy += Trigger(
        i, "(context.risk * 7 + context.files_changed * 11) % 1000 == " + std::to_string(i));
  }
  Random random(1);
  for (size_t i = 0; i < kActions; ++i) {
    const uint64_t risk = random.Below(100), files = random.Below(200);
    const uint64_t rule = (risk * 7 + files * 11) % 1000;
    workload.actions.push_back(ActionText(
        "", "",
        "\"risk\":" + std::to_string(risk) + ",\"files_changed\":" + std::to_string(files)));
    workload.expected.push_back(rule < kRules ? VerdictOf(rule) : Verdict::Allow);
  }
  return workload;
}

Workload MakeLets() {
  constexpr uint64_t kRules = 500;
  Workload workload{"lets_500", std::string(kOpening), {}, {}};
  workload.policy += R"(
let load = context.risk + context.coverage
let spend = context.cost_usd * 3
let spread = context.files_changed + context.time_minutes
let junior = subject.level < 3
let live = resource.env == "prod"
)";
  for (uint64_t i = 0; i < kRules; ++i) {
    workload.policy +=
        Trigger(i, "load + spend + spread == " + std::to_string(1000 + i) + " && (junior || live)");
  }
  Random random(2);
  for (size_t i = 0; i < kActions; ++i) {
    const uint64_t risk = random.Below(100), coverage = random.Below(100);
    const uint64_t cost = random.Below(100), files = random.Below(100),
                   minutes = random.Below(1440);
    const uint64_t level = 1 + random.Below(5);
    const bool live = random.Below(4) == 0;
    const auto member = [](const char* name, uint64_t value) {
      return "\"" + std::string(name) + "\":" + std::to_string(value);
    };
    workload.actions.push_back(ActionText(
        member("level", level), live ? R"("env":"prod")" : R"("env":"dev")",
        member("risk", risk) + "," + member("coverage", coverage) + "," + member("cost_usd", cost) +
            "," + member("files_changed", files) + "," + member("time_minutes", minutes)));
    const uint64_t sum = risk + coverage + cost * 3 + files + minutes;
    const bool applies = sum >= 1000 && sum < 1000 + kRules && (level < 3 || live);
    workload.expected.push_back(applies ? VerdictOf(sum - 1000) : Verdict::Allow);
  }
  return workload;
}

// "k017": what the rule of that number looks for, followed by letters and a z.
std::string Mark(uint64_t number) {
  std::string digits = std::to_string(number);
  return "k" + std::string(3 - digits.size(), '0') + digits;
}

Workload MakeRegexes() {
  constexpr uint64_t kRules = 200;
  Workload workload{"regexes_200", std::string(kOpening), {}, {}};
  for (uint64_t i = 0; i < kRules; ++i) {
    workload.policy += Trigger(i, "context.text.matches(\"" + Mark(i) + "[a-f]+z\")");
  }
  Random random(3);
  for (size_t i = 0; i < kActions; ++i) {
    std::string text;
    for (int word = 0; word < 40; ++word) text += Mark(random.Below(1000)) + "abcg ";  // no z
    const uint64_t rule = random.Below(2 * kRules);
    if (rule < kRules) text.insert(9 * random.Below(40), Mark(rule) + "fadez ");
    workload.actions.push_back(ActionText("", "", "\"text\":\"" + text + "\""));
    workload.expected.push_back(rule < kRules ? VerdictOf(rule) : Verdict::Allow);
  }
  return workload;
}

Workload MakeLists() {
  constexpr uint64_t kElements = 100;
  Workload workload{"lists_100", std::string(kOpening), {}, {}};
  workload.policy += Trigger(0, "context.files.exists(f, f.path.endsWith(\".pem\"))");
  workload.policy += Trigger(1, "context.files.filter(f, f.lines > 900).size() > 12");
  workload.policy += Trigger(
      3, "size(context.names) == 100 && context.names.exists(n, n.startsWith(\"secret-\"))");
  Random random(4);
  for (size_t i = 0; i < kActions; ++i) {
    const uint64_t key = random.Below(8 * kElements), secret = random.Below(10 * kElements);
    uint64_t large = 0;
    std::string files, names;
    for (uint64_t element = 0; element < kElements; ++element) {
      const uint64_t lines = random.Below(1000);
      large += lines > 900 ? 1 : 0;
      const std::string number = std::to_string(element);
      files += std::string(files.empty() ? "" : ",") + R"({"path":"src/part)" + number +
               (element == key ? ".pem" : ".cpp") + R"(","lines":)" + std::to_string(lines) + "}";
      names += std::string(names.empty() ? "" : ",") +
               (element == secret ? "\"secret-" : "\"public-") + number + "\"";
    }
    workload.actions.push_back(
        ActionText("", "", R"("files":[)" + files + R"(],"names":[)" + names + "]"));
    workload.expected.push_back(key < kElements || secret < kElements ? Verdict::Escalate
                                : large > 12                          ? Verdict::Notify
                                                                      : Verdict::Allow);
  }
  return workload;
}

}  // namespace

std::vector<Workload> MakeFurther() {
  return {MakeUnindexed(), MakeLets(), MakeRegexes(), MakeLists()};
}

}  // namespace remit::bench
