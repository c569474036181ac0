// docs/remit-yaml.md, from the table of keys.
#include <type_traits>

#include "cli/config.h"

namespace remit {
namespace {

template <typename T>
std::string TypeText(uint64_t least, uint64_t most) {
  if constexpr (std::is_same_v<T, config_type::Int>) {
    if (least == most) return std::to_string(least);
    return "whole number from " + std::to_string(least) + " to " + std::to_string(most);
  } else if constexpr (std::is_same_v<T, config_type::Text>) {
    return "string";
  } else if constexpr (std::is_same_v<T, config_type::Paths>) {
    return "list of strings";
  } else {
    return "map";
  }
}

std::string DefaultText(const config_type::Int& value) { return "`" + std::to_string(value) + "`"; }
std::string DefaultText(const config_type::Text& value) { return "`" + value + "`"; }
std::string DefaultText(const config_type::Paths&) { return "none"; }
std::string DefaultText(const config_type::Params&) { return "none"; }

}  // namespace

std::string ConfigPage() {
  std::string page = R"(# remit.yaml

Made from `cli/config_keys.def`; the test program `cli_tests` compares it.

What a project sets once. Every command looks for `remit.yaml` in the working folder and above it;
`--config FILE` names another. Its folder is the policy root: imports and `file("…")` stay inside.
Without one the working folder is the root and the defaults hold. Options of a command win over it.
Limits that a decision is made under can be lowered, not raised: its record must replay anywhere.

| key | value | default | meaning |
| --- | --- | --- | --- |
)";
  const Config defaults;
#define REMIT_CONFIG_KEY(key, type, member, initial, least, most, meaning)                       \
  page += std::string("| `") + key + "` | " + TypeText<config_type::type>(least, most) + " | " + \
          DefaultText(defaults.member) + " | " + meaning + " |\n";
#include "cli/config_keys.def"
#undef REMIT_CONFIG_KEY
  page += R"(
```yaml
version: 1
policies:
  - policies/*.remit
params:
  max_files: 80
  trusted_hosts: [docs.example.org]
records:
  folder: .remit/records
limits:
  fuel: 2000000
```

## What is refused

The file is YAML without the parts that surprise. Each of these is an error with its line and
column, and no command runs:

- a key that is not in the table (the nearest one is suggested), and a key that stands twice;
- anchors, aliases, tags, a second document;
- `yes`, `no`, `on`, `off`, `y`, `n`, `True` and their like without quotes: YAML 1.1 reads bools
  there and YAML 1.2 strings. Write `true`, `false`, or quotes;
- `010`, `0x1f`, `1_000`, `1:30`, `+1`, `.inf` without quotes, likewise: write a decimal number, or
  quotes;
- a value of another type (a number or bool is no string unless quoted), and a number out of range;
- a file over )" +
          std::to_string(kConfigBytes) + R"( bytes, or not UTF-8.
)";
  return page;
}

}  // namespace remit
