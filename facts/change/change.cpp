#include "facts/change/change.h"

namespace remit {

std::string_view FileStatusName(FileStatus status) {
  switch (status) {
    case FileStatus::Added:
      return "added";
    case FileStatus::Modified:
      return "modified";
    case FileStatus::Deleted:
      return "deleted";
    case FileStatus::Renamed:
      return "renamed";
    case FileStatus::TypeChanged:
      return "type_changed";
  }
  return "modified";
}

std::string_view FileKindName(FileKind kind) {
  switch (kind) {
    case FileKind::File:
      return "file";
    case FileKind::Executable:
      return "executable";
    case FileKind::Symlink:
      return "symlink";
    case FileKind::Submodule:
      return "submodule";
  }
  return "file";
}

std::string_view AuthorshipName(Authorship authorship) {
  switch (authorship) {
    case Authorship::Unmarked:
      return "unmarked";
    case Authorship::Marked:
      return "marked";
    case Authorship::Attested:
      return "attested";
  }
  return "unmarked";
}

}  // namespace remit
