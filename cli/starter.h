// What `remit init` writes: the starter's texts, and the line by which git ignores records.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace remit {

std::string_view StarterPolicyText();  // cli/starter/policy.remit
std::string_view StarterConfigText();  // cli/starter/remit.yaml

// A .gitignore with a line more, by which git ignores the folder `.remit/` beside it; nullopt where
// a line does so already. Everything before stays as it is; the new line ends as the last one does.
std::optional<std::string> IgnoringRecords(std::string_view gitignore);

}  // namespace remit
