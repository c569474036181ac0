// What git knows of a change, as plain data: files, text by hunk, commits, agents. Everything here
// was written by whoever made the change and is believed only so far.
//
// Strings are valid UTF-8. What git keeps as bytes is made so: in paths and names every byte that
// is no UTF-8 becomes `\x{ff}`, in messages and text U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace remit {

enum class FileStatus : uint8_t { Added, Modified, Deleted, Renamed, TypeChanged };
std::string_view FileStatusName(FileStatus status);  // "added" … "type_changed"

// git's modes 100644, 100755, 120000, 160000.
enum class FileKind : uint8_t { File, Executable, Symlink, Submodule };
std::string_view FileKindName(FileKind kind);  // "file" … "submodule"

struct ChangedFile {
  std::string path;      // on the new side; of a deleted file the old one
  std::string old_path;  // Renamed only
  FileStatus status = FileStatus::Modified;
  FileKind kind = FileKind::File;    // of a deleted file what it was
  std::optional<FileKind> old_kind;  // of a file that was there before
  bool binary = false;               // a NUL among the first 8,000 bytes of either side
  bool generated = false;            // its path is one of generated_paths.yaml
  bool gate = false;                 // the policies that judge this change were read from it
  bool unread = false;               // over the limit: binary, added and removed are not known
  // Lines; 0 for binary files. Of a submodule the line that names its commit, as git counts.
  uint64_t added = 0, removed = 0;
};

// The lines that one hunk adds or removes, as they stand with their line ends; the target of a
// symlink. Nobody's .gitattributes has a say in what is text.
struct ChangedText {
  std::string path;   // of the file on the side where the text stands
  uint32_t line = 1;  // of the first line, from 1
  std::string text;
  std::string blob;            // hex id of the object on that side
  size_t offset = 0;           // of `text` in the object's decoded text, in bytes
  bool other_reading = false;  // `text` is all of the object as OtherReading of text.h has it
};

// What a commit says about who made it. No mark proves nothing.
enum class Authorship : uint8_t { Unmarked, Marked, Attested };
std::string_view AuthorshipName(Authorship authorship);  // "unmarked", "marked", "attested"

struct ChangeCommit {
  std::string sha;
  std::string author, author_name;        // mail address, display name
  std::string committer, committer_name;  // the same
  std::string message;
  std::map<std::string, std::vector<std::string>> trailers;  // keys in lower case
  bool is_signed = false;  // bears a signature, which nobody has verified here
  bool merge = false;      // two parents or more
  Authorship authorship = Authorship::Unmarked;
  std::string agent;      // Marked: its name
  bool by_agent = false;  // its author's address is an agent's
  std::map<std::string, std::vector<std::string>> agent_trailers;  // those that name an agent
  bool from_bot = false;  // its author is a plain bot, such as one that updates dependencies
};

struct ChangeAgent {
  std::string name;
  std::string evidence;  // "trailer `Co-authored-by: …` of 1a2b3c4d5e6f"
};

struct ChangeFacts {
  std::string base;                // hex id of the commit compared with; empty: nothing before
  std::string head;                // hex id, or "index", or "worktree"
  std::vector<ChangedFile> files;  // by path
  std::vector<ChangedText> added_text, removed_text;  // by file in the order of `files`, then line
  std::string text_left_out;  // why both are empty although there is text; empty: they are whole
  std::vector<ChangeCommit> commits;  // oldest first; of the index or work tree none
  std::vector<ChangeAgent> agents;    // by name, each once
  std::vector<std::string> notes;     // what was not looked into; one line each
  std::string remote;                 // "github.com/acme/app" of the remote `origin`; empty: none
};

}  // namespace remit
