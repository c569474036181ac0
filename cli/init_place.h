// Where `remit init` writes: what the repository around the folder says already.
#pragma once

#include <filesystem>
#include <string>

namespace remit {

struct InitPlace {
  bool in_repository = false;    // also where it cannot be read
  std::string branch = "main";   // the one that others are merged into, ready for a shell
  std::string shadowed;          // the nearest remit.yaml above the folder, in the repository
  bool ignores_records = false;  // a .gitignore above the folder has git ignore every `.remit/`
};

// `folder` exists.
InitPlace LookAround(const std::filesystem::path& folder);

}  // namespace remit
