#include "tests/properties/call_table.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/vm/functions.h"
#include "engine/vm/operators.h"
#include "tests/properties/agreement.h"
#include "tests/reference/fuel.h"
#include "tests/reference/fuel_functions.h"
#include "tests/reference/functions.h"
#include "tests/reference/operators.h"

namespace remit::properties {
namespace {

constexpr uint64_t kFuel = 100'000'000;
constexpr std::ptrdiff_t kShown = 4;  // differences of one function

// A regex that is constant is compiled beforehand and has functions of its own.
Value CallEngine(Eval& eval, FunctionId function, const Values& args, bool constant_regex) {
  if (!constant_regex) return CallFunction(eval, function, args);
  Result<CompiledRegex> regex = CompiledRegex::Compile(args[1].string());
  REMIT_CHECK(regex.has_value(), "a constant regex is one");
  Values rest = args;
  rest.erase(rest.begin() + 1);
  if (function == FunctionId::Matches) {
    std::vector<CompiledRegex> regexes;
    regexes.push_back(std::move(*regex));
    const SharedRegexes shared = ShareRegexes(std::move(regexes));
    RegexSearch search(shared);
    return MatchesRegex(eval, search, 0, args[0]);
  }
  if (function == FunctionId::RegexReplace) return ReplaceRegex(eval, *regex, rest);
  if (function == FunctionId::RegexExtract) return ExtractRegex(eval, *regex, args[0]);
  return ExtractAllRegex(eval, *regex, args[0]);
}

Value CallEngine(Eval& eval, ast::Op op, const Value& a, const Value& b) {
  switch (op) {
    case ast::Op::Multiply:
      return Multiply(eval, a, b);
    case ast::Op::Divide:
      return Divide(eval, a, b);
    case ast::Op::Modulo:
      return Modulo(eval, a, b);
    case ast::Op::Add:
      return Add(eval, a, b);
    case ast::Op::Subtract:
      return Subtract(eval, a, b);
    case ast::Op::Less:
      return Less(eval, a, b);
    case ast::Op::LessEqual:
      return LessEqual(eval, a, b);
    case ast::Op::Greater:
      return Greater(eval, a, b);
    case ast::Op::GreaterEqual:
      return GreaterEqual(eval, a, b);
    case ast::Op::Equal:
      return Equal(eval, a, b);
    case ast::Op::NotEqual:
      return NotEqual(eval, a, b);
    case ast::Op::In:
      return In(eval, a, b);
    case ast::Op::Not:
    case ast::Op::Negate:
    case ast::Op::And:
    case ast::Op::Or:
      break;
  }
  REMIT_CHECK(false, "an operator of two strict operands");
}

}  // namespace

struct CallTable::Answer {
  std::string value;
  bool error = false;
  uint64_t cost = 0;  // where it did not run out

  std::string text() const { return value + " for " + std::to_string(cost); }
};

std::string Times(size_t count, std::string_view text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// `ask` is the engine's call; the reference has answered.
template <typename Ask>
void CallTable::Compare(const std::string& name, const Values& args, Ask ask,
                        const Answer& reference) {
  ++rows_;
  answers_ += reference.error ? 0 : 1;
  const std::string out_of_fuel = Show(OutOfFuelError());
  const auto answer = [&](uint64_t limit) -> Answer {
    Arena arena;
    Fuel fuel{.left = limit, .out = false};
    Eval eval{arena, fuel};
    const Value value = ask(eval);
    if (fuel.out) return {out_of_fuel, true, 0};
    return {Show(value), value.is_error(), limit - fuel.left};
  };
  const Answer engine = answer(kFuel);
  std::string why;
  if (engine.text() != reference.text()) {
    why = "\n    engine    " + engine.text() + "\n    reference " + reference.text();
  } else if (engine.cost > 0) {
    const Answer enough = answer(engine.cost);
    if (enough.text() != engine.text()) why = "\n    with just its cost " + enough.text();
    const Answer less = answer(engine.cost - 1);
    if (less.value != out_of_fuel) why = "\n    with one unit less " + less.text();
  }
  if (why.empty()) return;
  ++differences_;
  std::string& shown = shown_[name];
  if (std::ranges::count(shown, '\f') >= kShown) return;
  shown += name;
  for (const Value& arg : args) shown += " | " + Show(arg);
  shown += why + "\n\f";
}

void CallTable::Row(FunctionId function, const Values& args, bool constant_regex) {
  Arena arena;
  Answer answer{Show(OutOfFuelError()), true, 0};
  const uint64_t given = reference::GivenCost(function, args, constant_regex, kFuel);
  if (given <= kFuel) {
    const Value value = reference::CallFunction(arena, function, args);
    answer = {Show(value), value.is_error(), given + reference::ResultCost(function, value)};
  }
  Compare(
      std::string(FunctionName(function)) + (constant_regex ? " constant" : ""), args,
      [&](Eval& eval) { return CallEngine(eval, function, args, constant_regex); }, answer);
}

void CallTable::Row(ast::Op op, const Value& a, const Value& b) {
  Arena arena;
  const Value value = reference::Operate(arena, op, a, b);
  Compare("operator " + std::to_string(static_cast<int>(op)), {a, b},
          [&](Eval& eval) { return CallEngine(eval, op, a, b); },
          {Show(value), value.is_error(), reference::OperatorCost(op, a, b)});
}

void CallTable::Product(FunctionId function, const std::vector<Values>& places, bool constant_regex,
                        uint64_t most) {
  uint64_t all = 1;
  for (const Values& choices : places) all *= choices.size();
  // A step that shares no factor with the sizes of small lists meets every choice at every place.
  uint64_t step = all > most ? all / most : 1;
  while (step > 1 && (step % 2 == 0 || step % 3 == 0 || step % 5 == 0 || step % 7 == 0)) ++step;
  for (uint64_t i = 0; i < all; i += step) {
    Values args;
    uint64_t rest = i;
    for (const Values& choices : places) {
      args.push_back(choices[rest % choices.size()]);
      rest /= choices.size();
    }
    Row(function, args, constant_regex);
  }
}

std::string CallTable::shown() const {
  std::string text =
      std::to_string(differences_) + " of " + std::to_string(rows_) + " calls differ\n";
  for (const auto& [name, differences] : shown_) text += differences;
  std::erase(text, '\f');
  return text;
}

}  // namespace remit::properties
