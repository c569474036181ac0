#include "tests/properties/generate_expression_maker.h"

#include <algorithm>
#include <cctype>

#include "tests/properties/generate_expression_leaves.h"

namespace remit::properties {
namespace {

// A row of functions.def that can be written as a call.
struct Callable {
  FunctionId function;
  std::string_view name;
  bool member;
  std::vector<CelType> parameters;  // receiver first
  CelType result;
};

std::vector<Callable> MakeCallables() {
  std::vector<Callable> all;
  for (unsigned i = 0; i < kFunctionCount; ++i) {
    const auto function = static_cast<FunctionId>(i);
    const std::string_view name = RowOf(function).name;
    if (name.contains('@')) continue;  // only macros expand to it
    for (const OverloadRow& row : OverloadsOf(function)) {
      Callable callable{function, name, !row.receiver.empty(), {}, ReadType(row.result)};
      if (callable.member) callable.parameters.push_back(ReadType(row.receiver));
      for (const std::string_view parameter : SplitParameters(row.parameters)) {
        callable.parameters.push_back(ReadType(parameter));
      }
      all.push_back(std::move(callable));
    }
  }
  return all;
}

// Those that give the type, as indices of `all`; found once a type.
const std::vector<size_t>& Giving(const std::vector<Callable>& all, const CelType& wanted) {
  static std::map<std::string, std::vector<size_t>> found;
  std::string key = wanted.name;
  for (const CelType& part : wanted.of) key += "," + part.name;
  const auto [place, added] = found.try_emplace(key);
  for (size_t i = 0; added && i < all.size(); ++i) {
    TypeBindings bound;
    // What may be anything is mostly none of what is wanted.
    if (all[i].result.name == "dyn" && wanted.name != "dyn") continue;
    if (Fits(all[i].result, wanted, bound)) place->second.push_back(i);
  }
  return place->second;
}

const std::string_view kScalars[] = {"int",      "string",    "bool",      "double", "uint",
                                     "bytes",    "timestamp", "duration",  "dyn",    "net.IP",
                                     "net.CIDR", "semver",    "null_type", "type",   "Url"};

}  // namespace

CelType ExpressionMaker::AnyType(int depth) {
  const uint32_t kind = depth > 0 ? c_.Below(24) : c_.Below(15);
  if (kind < 15) return {std::string(kScalars[kind])};
  if (kind < 19) return {"list", {AnyType(depth - 1)}};
  if (kind < 21) return {"optional_type", {AnyType(depth - 1)}};
  const std::string key = c_.Pick({"string", "string", "int", "uint", "bool"});
  return {"map", {{key}, AnyType(depth - 1)}};
}

std::string ExpressionMaker::LocalOf(const CelType& wanted) {
  std::vector<std::string_view> fitting;
  for (size_t i = 0; i < locals_.size(); ++i) {
    const Local& local = locals_[i];
    const bool hidden =
        std::any_of(locals_.begin() + static_cast<std::ptrdiff_t>(i) + 1, locals_.end(),
                    [&](const Local& l) { return l.name == local.name; });
    const bool fits = local.type == wanted || local.type.name == "dyn" || wanted.name == "dyn";
    if (!hidden && fits) fitting.push_back(local.name);
  }
  if (fitting.empty()) return "";
  return std::string(fitting[c_.Below(static_cast<uint32_t>(fitting.size()))]);
}

std::string ExpressionMaker::Leaf(const CelType& wanted) {
  if (!locals_.empty() && !c_.OneIn(3)) {
    if (std::string local = LocalOf(wanted); !local.empty()) return local;
  }
  if (wanted.name == "list") {
    if (c_.OneIn(5)) return c_.Pick({"context.l", "context.mixed", "context.hunks", "[]"});
    std::string items = Leaf(wanted.of[0]);
    for (uint32_t more = c_.Below(4); more > 0; --more) items += ", " + Leaf(wanted.of[0]);
    return "[" + items + "]";
  }
  if (wanted.name == "map") {
    if (c_.OneIn(5)) return c_.Pick({"context.m", "context.deep", "context", "{}"});
    std::string entries = Join({Leaf(wanted.of[0]), ": ", Leaf(wanted.of[1])});
    if (c_.OneIn(2)) entries += Join({", ", Leaf(wanted.of[0]), ": ", Leaf(wanted.of[1])});
    return "{" + entries + "}";
  }
  if (wanted.name == "optional_type") {
    switch (c_.Below(4)) {
      case 0:
        return "optional.none()";
      case 1:
        return c_.Pick({"context.?n", "context.?missing", "context.?deep.?n", "context.l[?1]",
                        "context.?`a-b`", "context[?'s']"});
      default:
        return Join({"optional.of(", Leaf(wanted.of[0]), ")"});
    }
  }
  return ScalarLeaf(c_, wanted.name, Vocabulary());
}

std::string ExpressionMaker::Arg(const CelType& wanted, int depth) {
  if (fitting_ == Fitting::Typed) {
    return c_.OneIn(16) ? Join({"dyn(", Of(wanted, depth), ")"}) : Of(wanted, depth);
  }
  if (!c_.OneIn(10)) return Of(wanted, depth);
  std::string other = Of(AnyType(1), depth);
  if (fitting_ == Fitting::Dynamic) return Join({"dyn(", other, ")"});
  return c_.OneIn(20) ? "nobody_knows" : other;
}

std::string ExpressionMaker::Receiver(const CelType& wanted, int depth) {
  std::string text = Arg(wanted, depth);
  return std::isdigit(static_cast<unsigned char>(text[0])) ? "(" + text + ")" : text;
}

std::string ExpressionMaker::Call(const CelType& wanted, int depth) {
  static const std::vector<Callable> all = MakeCallables();
  const std::vector<size_t>& giving = Giving(all, wanted);
  if (giving.empty()) return "";
  const Callable& callable = all[giving[c_.Below(static_cast<uint32_t>(giving.size()))]];
  TypeBindings bound;
  Fits(callable.result, wanted, bound);
  std::string text;
  for (size_t i = 0; i < callable.parameters.size(); ++i) {
    // What the result leaves open may be anything.
    const auto filled = [&](const auto& self, CelType type) -> CelType {
      if (type.name.size() == 1) return bound.try_emplace(type.name, AnyType(0)).first->second;
      for (CelType& part : type.of) part = self(self, part);
      return type;
    };
    const CelType parameter = filled(filled, callable.parameters[i]);
    const bool receiver = callable.member && i == 0;
    std::string arg = c_.OneIn(3) ? "" : Suited(c_, callable.function, i);
    if (arg.empty()) arg = receiver ? Receiver(parameter, depth - 1) : Arg(parameter, depth - 1);
    if (receiver) {
      text = Join({arg, ".", std::string(callable.name), "("});
      continue;
    }
    if (i == 0) text = Join({std::string(callable.name), "("});
    if (i > (callable.member ? 1 : 0)) text += ", ";
    text += arg;
  }
  if (callable.parameters.empty()) text = Join({std::string(callable.name), "("});
  return text + ")";
}

// The same text in another place, also where it stands in a comprehension that it does not need.
std::string ExpressionMaker::Again(const CelType& wanted) {
  std::vector<size_t> fitting;
  for (size_t i = 0; i < made_.size(); ++i) {
    const Made& made = made_[i];
    const bool reads = made.locals.empty() || made.locals == locals_;
    if (made.type == wanted && reads && made.text.size() < 200) fitting.push_back(i);
  }
  if (fitting.empty()) return "";
  return made_[fitting[c_.Below(static_cast<uint32_t>(fitting.size()))]].text;
}

std::string ExpressionMaker::Of(const CelType& wanted, int depth) {
  if (depth <= 0) return Leaf(wanted);
  if (c_.OneIn(8)) {
    if (std::string text = Again(wanted); !text.empty()) return text;
  }
  std::string text;
  switch (c_.Below(16)) {
    case 0:
    case 1:
      break;
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
      text = Call(wanted, depth);
      break;
    case 8:
    case 9:
    case 10:
      text = Operator(wanted, depth);
      break;
    case 11:
    case 12:
    case 13:
      text = Macro(wanted, depth);
      break;
    default:
      text = Part(wanted, depth);
  }
  if (text.empty()) return Leaf(wanted);
  made_.push_back({wanted, text, locals_});
  return text;
}

std::string MakeWhole(Choices& choices, Fitting fitting, int depth) {
  ExpressionMaker maker(choices, fitting);
  const CelType wanted = maker.AnyType(2);
  return maker.Of(wanted, depth - static_cast<int>(choices.Below(3)));
}

}  // namespace remit::properties
