// FindRenames for check_renames.py.
//
// find_renames CANDIDATES BLOBS MOST_PAIRS    CANDIDATES: a file of fields that each end in NUL,
// four a candidate: "A" or "D", octal mode, blob, path. BLOBS: the folder with a file for each
// blob. Prints three such fields a pair, by the new path: "R087", old path, new path.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "facts/change/renames.h"

namespace remit {
namespace {

Result<std::string> ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(ErrorKind::Missing, "cannot be read", path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct Candidates {
  std::vector<RenameCandidate> deleted, added;
};

Candidates ParseCandidates(const std::string& text) {
  Candidates candidates;
  size_t at = 0;
  const auto field = [&] {
    const size_t end = text.find('\0', at);
    const std::string value = text.substr(at, end - at);
    at = end + 1;
    return value;
  };
  while (at < text.size()) {
    std::vector<RenameCandidate>& side = field() == "D" ? candidates.deleted : candidates.added;
    RenameCandidate& candidate = side.emplace_back();
    candidate.mode = static_cast<uint32_t>(std::stoul(field(), nullptr, 8));
    candidate.blob = field();
    candidate.path = field();
  }
  return candidates;
}

std::string Percent(int similarity) {
  const std::string digits = std::to_string(similarity);
  return std::string(3 - digits.size(), '0') + digits;
}

int Run(const std::string& list, const std::string& blobs, const std::string& most_pairs) {
  const Result<std::string> text = ReadWhole(list);
  if (!text) return 1;
  const Candidates candidates = ParseCandidates(*text);
  const Result<std::vector<Rename>> renames = FindRenames(
      candidates.deleted, candidates.added,
      [&](const std::string& blob) { return ReadWhole(blobs + "/" + blob); },
      std::stoul(most_pairs));
  if (!renames) {
    std::cerr << renames.error().where << ": " << renames.error().message << "\n";
    return 1;
  }
  for (const Rename& rename : *renames) {
    std::cout << 'R' << Percent(rename.similarity) << '\0'
              << candidates.deleted[rename.deleted].path << '\0'
              << candidates.added[rename.added].path << '\0';
  }
  return 0;
}

}  // namespace
}  // namespace remit

int main(int argc, char** argv) { return argc == 4 ? remit::Run(argv[1], argv[2], argv[3]) : 2; }
