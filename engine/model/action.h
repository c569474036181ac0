// A proposed action: an AuthZEN 1.0 evaluation request, read strictly, and the views of it that
// conditions see.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/model/value.h"

namespace remit {

// `subject`, `action`, `resource` are maps of the entity's properties, overlaid with the entity's
// own members: `type` and `id` of subject and resource, `name` of the action, and `properties` (the
// properties as given). Left out: subject and resource are Absent errors, action and context empty
// maps. An entity that is null is left out; the context is no entity, and null is no object.
struct Action {
  Value document;  // the request as given
  Value subject, action, resource, context;
  std::string_view name;      // action.name: segments of a-z 0-9 _ - joined by dots
  std::optional<Value> time;  // context.time as a Timestamp, where given
};

// Errors: not an object, no `action.name`, a bad name, an entity or `properties` or `context` that
// is no object, `context.time` that is no RFC 3339 timestamp, and all of ReadJson's.
Result<Action> ReadAction(Arena& arena, std::string_view json, const JsonLimits& limits = {});
Result<Action> MakeAction(Arena& arena, const Value& document);

// What conditions see of an entity as given (`name`: subject, action or resource): its properties
// and, over them, its own members. A property that bears the name of an own member stays out even
// where the entity lacks that member: nobody becomes an `admin` by a property called `type`.
Result<Value> ViewEntity(Arena& arena, const Value& entity, std::string_view name);

bool IsActionName(std::string_view name);

}  // namespace remit
