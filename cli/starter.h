// What `remit init` writes: the starter's texts, and the line by which git ignores records.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace remit {

std::string_view StarterPolicyText();  // cli/starter/policy.remit
std::string_view StarterConfigText();  // cli/starter/remit.yaml

// Whether a .gitignore has git ignore the folders `.remit/` of all folders below its own; nullopt:
// it does not say.
std::optional<bool> IgnoresRecordsBelow(std::string_view gitignore);

// A .gitignore with a line more, by which git ignores the folder `.remit/` beside it; nullopt where
// a line does so already, or one of a folder above does (`ignored_above`) and none here takes that
// back. Everything before stays as it is; the new line ends as the last one does.
std::optional<std::string> IgnoringRecords(std::string_view gitignore, bool ignored_above);

}  // namespace remit
