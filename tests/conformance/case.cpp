#include "tests/conformance/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "tests/conformance/typed_value.h"

namespace remit::conformance {
namespace {

std::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorKind::BadInput, std::move(message));
}

// The member of a kind, nullptr where it is left out; anything else in its place is an error.
Result<const Value*> Member(const Value& object, std::string_view name, ValueKind kind) {
  const Value* const value = FindMember(object, name);
  if (value != nullptr && value->kind != kind) {
    return Bad(fmt::format("`{}` is no {}", name, ValueKindName(kind)));
  }
  return value;
}

Result<std::string> Text(const Value& object, std::string_view name, bool required = false) {
  const Result<const Value*> value = Member(object, name, ValueKind::String);
  if (!value) return std::unexpected(value.error());
  if (*value == nullptr && required) return Bad(fmt::format("no `{}`", name));
  return *value == nullptr ? std::string() : std::string((*value)->string());
}

Result<bool> Flag(const Value& object, std::string_view name) {
  const Result<const Value*> value = Member(object, name, ValueKind::Bool);
  if (!value) return std::unexpected(value.error());
  return *value != nullptr && (*value)->boolean;
}

// {"id", "params", "result", "member"?} of the function `name`.
Result<ExpressionScope::Function> ReadOverload(const std::string& name, const Value& overload) {
  if (overload.kind != ValueKind::Map) return Bad("an overload that is no object");
  ExpressionScope::Function function;
  function.name = name;
  Result<std::string> result = Text(overload, "result");
  const Result<bool> member = Flag(overload, "member");
  const Result<const Value*> params = Member(overload, "params", ValueKind::List);
  if (!result) return std::unexpected(result.error());
  if (!member) return std::unexpected(member.error());
  if (!params) return std::unexpected(params.error());
  function.result = result->empty() ? "dyn" : std::move(*result);
  function.member = *member;
  for (const Value& param : *params == nullptr ? std::span<const Value>() : (*params)->list()) {
    if (param.kind != ValueKind::String) return Bad("a parameter that is no string");
    function.parameters.emplace_back(param.string());
  }
  return function;
}

// [{"var", "type"} | {"function", "overloads"}]
Result<void> ReadEnvironment(const Value& environment, ExpressionScope& scope) {
  for (const Value& one : environment.list()) {
    if (one.kind != ValueKind::Map) return Bad("a declaration that is no object");
    Result<std::string> variable = Text(one, "var"), type = Text(one, "type"),
                        name = Text(one, "function");
    for (const auto* text : {&variable, &type, &name}) {
      if (!*text) return std::unexpected(text->error());
    }
    if (!variable->empty()) {
      scope.variables.push_back({*variable, type->empty() ? "dyn" : *type});
      continue;
    }
    const Result<const Value*> overloads = Member(one, "overloads", ValueKind::List);
    if (!overloads) return std::unexpected(overloads.error());
    if (name->empty() || *overloads == nullptr) return Bad("a declaration of nothing");
    for (const Value& overload : (*overloads)->list()) {
      Result<ExpressionScope::Function> function = ReadOverload(*name, overload);
      if (!function) return std::unexpected(function.error());
      scope.functions.push_back(std::move(*function));
    }
  }
  return {};
}

// The bindings as a map. What is not checked knows what is bound and nothing else.
Result<Value> ReadBindings(Arena& arena, const Value& bindings, ExpressionScope& scope) {
  if (!scope.checked) scope.variables.clear();
  const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(bindings.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto& [name, json] = bindings.map()[i];
    const Result<Value> value = ReadTyped(arena, json);
    if (!value) return value;
    entries[i] = {name, *value};
    const bool declared = std::ranges::any_of(
        scope.variables, [&](const auto& variable) { return variable.name == name.string(); });
    if (!declared) scope.variables.push_back({std::string(name.string()), "dyn"});
  }
  return MakeMap(arena, entries);
}

Result<void> ReadExpectation(Arena& arena, const Value& line, Case& made) {
  const Result<const Value*> expect = Member(line, "expect", ValueKind::Map);
  const Result<bool> by_default = Flag(line, "default_matcher");
  if (!expect) return std::unexpected(expect.error());
  if (!by_default) return std::unexpected(by_default.error());
  if (*expect == nullptr) {
    if (*by_default) made.expected = MakeBool(true);
    return {};
  }
  if (const Value* const json = FindMember(**expect, "value")) {
    const Result<Value> value = ReadTyped(arena, *json);
    if (!value) return std::unexpected(value.error());
    made.expected = *value;
    return {};
  }
  made.expects_error = FindMember(**expect, "error") != nullptr;
  if (!made.expects_error) return Bad("`expect` has neither `value` nor `error`");
  return {};
}

}  // namespace

Result<Case> ReadCase(Arena& arena, std::string_view text) {
  const Result<Value> line = ReadJson(arena, text);
  if (!line) return std::unexpected(line.error());
  if (line->kind != ValueKind::Map) return Bad("a test is an object");
  Case made;
  Result<std::string> id = Text(*line, "id", true), expr = Text(*line, "expr", true),
                      container = Text(*line, "container"), type = Text(*line, "deduced_type");
  for (const auto* one : {&id, &expr, &container, &type}) {
    if (!*one) return std::unexpected(one->error());
  }
  const Result<bool> unchecked = Flag(*line, "disable_check");
  const Result<const Value*> environment = Member(*line, "type_env", ValueKind::List);
  const Result<const Value*> bindings = Member(*line, "bindings", ValueKind::Map);
  if (!unchecked) return std::unexpected(unchecked.error());
  if (!environment) return std::unexpected(environment.error());
  if (!bindings) return std::unexpected(bindings.error());
  made.id = std::move(*id);
  made.expr = std::move(*expr);
  made.scope.container = std::move(*container);
  made.scope.checked = !*unchecked;
  made.deduced_type = std::move(*type);
  if (*environment != nullptr) {
    if (auto read = ReadEnvironment(**environment, made.scope); !read) {
      return std::unexpected(read.error());
    }
  }
  const Value nothing = MakeMap(arena, {});
  const Result<Value> bound =
      ReadBindings(arena, *bindings == nullptr ? nothing : **bindings, made.scope);
  if (!bound) return std::unexpected(bound.error());
  made.context = *bound;
  if (auto read = ReadExpectation(arena, *line, made); !read) return std::unexpected(read.error());
  return made;
}

std::string ReadId(std::string_view text) {
  Arena arena;
  const Result<Value> line = ReadJson(arena, text);
  if (!line || line->kind != ValueKind::Map) return {};
  return Text(*line, "id").value_or(std::string());
}

}  // namespace remit::conformance
