// Any bytes as the message of a commit: trailers have keys and values as the rule has them, what is
// written back as trailers is read back as the same, and a commit is marked, attested or neither.
#include "facts/change/trailers.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "facts/change/agent_marks.h"
#include "facts/change/text.h"

namespace {

bool IsKey(const std::string& key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool IsTrimmed(const std::string& value) {
  constexpr std::string_view kSpace = " \t\r\n";
  return value.empty() || (!kSpace.contains(value.front()) && !kSpace.contains(value.back()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text =
      remit::DecodeText(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::vector<remit::Trailer> trailers = remit::ParseTrailers(text);
  std::string block = "title\n\n";
  for (const remit::Trailer& trailer : trailers) {
    REMIT_CHECK(IsKey(trailer.key), "a key is letters, digits and hyphens");
    REMIT_CHECK(IsTrimmed(trailer.value), "the ends of a value are trimmed");
    REMIT_CHECK(!trailer.value.contains('\n'), "a value is one line");
    block += trailer.key + ": " + trailer.value + "\n";
  }
  REMIT_CHECK(remit::ParseTrailers(block) == trailers, "a block of trailers is read as those");

  remit::ChangeCommit commit;
  commit.author = "ann@example.com";
  commit.message = text;
  const auto evidence = remit::MarkCommit(commit, trailers, remit::BuiltinAgentMarks());
  const bool marked = commit.authorship == remit::Authorship::Marked;
  REMIT_CHECK(marked == evidence.has_value(), "what is marked has evidence");
  REMIT_CHECK(marked == !commit.agent.empty(), "what is marked has an agent");
  if (evidence) REMIT_CHECK(remit::EscapeText(*evidence) == *evidence, "evidence is safe to print");
  return 0;
}
