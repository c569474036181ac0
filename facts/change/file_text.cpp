#include "facts/change/file_text.h"

#include <algorithm>

#include "engine/base/escape.h"
#include "facts/change/text.h"
#include "facts/change/work_tree.h"

namespace remit {
namespace {

// Above this many lines on both sides together every line counts as replaced: comparing them would
// take gigabytes. 64 MiB of empty lines are the only such files that anybody has to expect.
constexpr size_t kMostLinesToCompare = 8'000'000;

// One side as text. `starts` is filled only for a side that is compared line by line.
struct SideText {
  std::string text;
  size_t lines = 0;
  std::vector<size_t> starts;
  std::string blob;  // empty: no object holds the text
};

SideText MakeText(const std::optional<FileSide>& side, const std::string& bytes) {
  SideText made;
  if (IsBinary(bytes)) return made;
  made.text = DecodeText(bytes);
  made.lines = static_cast<size_t>(std::ranges::count(made.text, '\n'));
  if (!made.text.empty() && !made.text.ends_with('\n')) ++made.lines;
  if (side && side->kind != FileKind::Submodule) {
    // What is on disk may have changed since its id was taken; the text is of what was read now.
    made.blob = side->in_work_tree ? BlobId(bytes) : side->id;
  }
  return made;
}

void AddText(const std::optional<FileSide>& side, const SideText& from, size_t begin, size_t lines,
             TextSink& sink, std::vector<ChangedText>& texts) {
  if (lines == 0 || from.blob.empty() || !sink.left_out.empty()) return;
  const size_t offset = begin == 0 ? 0 : from.starts[begin];
  const size_t end = begin + lines == from.lines ? from.text.size() : from.starts[begin + lines];
  const size_t size = end - offset;
  if (!sink.Takes(size)) return;
  texts.push_back({DecodeName(side->path), static_cast<uint32_t>(begin + 1),
                   from.text.substr(offset, size), from.blob, offset, false});
}

std::vector<Hunk> Hunks(SideText& before, SideText& after) {
  std::vector<Hunk> all = {{0, before.lines, 0, after.lines}};
  const bool compare =
      before.lines > 0 && after.lines > 0 && before.lines + after.lines <= kMostLinesToCompare;
  if (!compare) return all;
  auto hunks = DiffTexts(before.text, after.text);
  if (!hunks) return all;
  before.starts = LineStarts(before.text);
  after.starts = LineStarts(after.text);
  return *std::move(hunks);
}

// Empty for a side that is not there.
Result<std::string> BytesOf(const Repository& repository, const std::optional<FileSide>& side,
                            size_t limit) {
  if (!side) return std::string();
  return ReadSide(repository, *side, limit);
}

struct Bytes {
  std::string before, after;
};

Result<Bytes> ReadSides(const Repository& repository, const Delta& delta, size_t limit) {
  auto after = BytesOf(repository, delta.after, limit);
  if (!after) return std::unexpected(after.error());
  if (delta.before && delta.after && delta.before->id == delta.after->id) {
    return Bytes{*after, *after};
  }
  auto before = BytesOf(repository, delta.before, limit);
  if (!before) return std::unexpected(before.error());
  return Bytes{*std::move(before), *std::move(after)};
}

// UTF-16 that a program may read otherwise is searched in that reading too, from its first line.
void AddOtherReading(const std::optional<FileSide>& side, const std::string& bytes,
                     const std::string& blob, TextSink& sink) {
  auto text = OtherReading(bytes);
  if (!text || !sink.left_out.empty() || !sink.Takes(text->size())) return;
  sink.added.push_back({DecodeName(side->path), 1, *std::move(text), blob, 0, true});
}

}  // namespace

bool TextSink::Takes(size_t size) {
  bytes += size;
  if (bytes <= limit) return true;
  LeaveOut("the added and removed text of the change is more than " + std::to_string(limit) +
           " bytes");
  return false;
}

void TextSink::LeaveOut(std::string why) {
  if (left_out.empty()) left_out = std::move(why);
  std::vector<ChangedText>().swap(added);
  std::vector<ChangedText>().swap(removed);
}

Result<std::string> ReadSide(const Repository& repository, const FileSide& side, size_t limit) {
  if (side.kind == FileKind::Submodule) return "Subproject commit " + side.id + "\n";
  if (side.in_work_tree) {
    auto bytes = ReadInWorkTree(repository, side.path, limit);
    // It was there a moment ago: no clone lacks it, something else changes the folder.
    if (!bytes && bytes.error().kind == ErrorKind::Missing) bytes.error().kind = ErrorKind::Io;
    return bytes;
  }
  return ReadBlob(repository, side.id, limit);
}

Result<void> ReadText(const Repository& repository, const Delta& delta, ChangedFile& file,
                      TextSink& sink) {
  const auto bytes = ReadSides(repository, delta, sink.limit);
  if (!bytes && bytes.error().kind != ErrorKind::Limit) return std::unexpected(bytes.error());
  if (!bytes) {
    file.unread = true;
    sink.LeaveOut("`" + EscapeText(file.path, 300) + "` is larger than " +
                  std::to_string(sink.limit) + " bytes and was not read");
    return {};
  }
  file.binary = IsBinary(bytes->before) || IsBinary(bytes->after);
  if (bytes->before == bytes->after) return {};
  SideText before = MakeText(delta.before, bytes->before);
  SideText after = MakeText(delta.after, bytes->after);
  AddOtherReading(delta.after, bytes->after, after.blob, sink);
  if (file.binary) {
    // Git counts no lines and shows nothing; a side that is text is judged all the same.
    AddText(delta.before, before, 0, before.lines, sink, sink.removed);
    AddText(delta.after, after, 0, after.lines, sink, sink.added);
    return {};
  }
  for (const Hunk& hunk : Hunks(before, after)) {
    file.removed += hunk.old_lines;
    file.added += hunk.new_lines;
    AddText(delta.before, before, hunk.old_begin, hunk.old_lines, sink, sink.removed);
    AddText(delta.after, after, hunk.new_begin, hunk.new_lines, sink, sink.added);
  }
  return {};
}

}  // namespace remit
