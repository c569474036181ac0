// A finding is about a file if the change without any file does not bring it and the change of that
// file alone does; about lines, if the file without its text does not bring it and those alone do.
// Every part is decided once, for all findings together.
#include "cli/review.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/change_parts.h"
#include "cli/json_members.h"
#include "cli/to_pass.h"

namespace remit {
namespace {

// What a review may cost, in decisions of a small change. A change whose files cannot all be asked
// within it has findings about the change as a whole only; past it, and in a file with more pieces,
// files have no lines.
constexpr size_t kMostWork = 60'000;
constexpr size_t kMostPieces = 1'000;
constexpr size_t kValuesOfWork = 200;  // values that every part shares and that cost as much again

struct Reviewing {
  Decider decider;
  ChangeParts parts;
  const Value& now;
  const Decision& decision;
  size_t cost = 1;  // of one decision
  size_t work_left = kMostWork;
};

// Indices of findings.
using Sought = std::vector<size_t>;

struct Hit {
  size_t index = 0;                  // of the finding
  const Finding* finding = nullptr;  // of the part's own decision; until the next one
};

// Which of the sought findings the part of the change that is kept brings.
std::vector<Hit> JudgePart(Reviewing& reviewing, const Sought& sought) {
  reviewing.work_left -= std::min(reviewing.work_left, reviewing.cost);
  const Decision& decision = reviewing.decider.Decide(reviewing.parts.action(), reviewing.now);
  std::vector<Hit> hits;
  for (const size_t index : sought) {
    const Finding* same = FindSame(decision, reviewing.decision.findings[index]);
    if (same != nullptr) hits.push_back({index, same});
  }
  return hits;
}

Sought Without(const Sought& sought, const std::vector<Hit>& hits) {
  Sought left;
  for (const size_t index : sought) {
    if (std::ranges::find(hits, index, &Hit::index) == hits.end()) left.push_back(index);
  }
  return left;
}

// Whether evidence shows this path: long ones are cut there.
bool ShowsPath(std::string_view shown, std::string_view path) {
  constexpr std::string_view kCut = "…";
  if (shown == path) return true;
  if (!shown.ends_with(kCut)) return false;
  shown.remove_suffix(kCut.size());
  return path.starts_with(shown);
}

// The lines that the finding's matches name. False where it has none, has more than it shows, or
// one that is in none of the pieces.
bool AddMatches(const Finding& finding, std::span<const ChangePiece> pieces,
                std::vector<ReviewLines>& lines) {
  std::vector<ReviewLines> matches;
  for (const Evidence& evidence : finding.evidence) {
    if (evidence.name != "match") continue;
    if (evidence.value.kind != ValueKind::Map) return false;
    const int64_t line = NumberMember(evidence.value, "line", 0);
    const std::string_view path = TextMember(evidence.value, "path");
    const auto piece = std::ranges::find_if(pieces, [&](const ChangePiece& one) {
      return one.first <= line && line <= one.last && ShowsPath(path, one.path);
    });
    if (piece == pieces.end()) return false;
    matches.push_back({line, line, piece->list == PathList::RemovedText});
  }
  lines.insert(lines.end(), matches.begin(), matches.end());
  return !matches.empty();
}

// Sorted, those that touch joined.
void Tidy(std::vector<ReviewLines>& lines) {
  std::ranges::sort(lines, {}, [](const ReviewLines& one) {
    return std::tuple(one.removed, one.first, one.last);
  });
  std::vector<ReviewLines> joined;
  for (const ReviewLines& one : lines) {
    const bool touches = !joined.empty() && joined.back().removed == one.removed &&
                         one.first <= joined.back().last + 1;
    if (touches) {
      joined.back().last = std::max(joined.back().last, one.last);
    } else {
      joined.push_back(one);
    }
  }
  lines = std::move(joined);
}

// The lines of one file for each finding that is about it.
class LineSearch {
 public:
  LineSearch(Reviewing& reviewing, const FilePart& file) : reviewing_(reviewing), file_(file) {}

  // Parallel to `sought`; empty: the file as a whole.
  std::vector<std::vector<ReviewLines>> Find(const Sought& sought) {
    lines_.resize(sought.size());
    sought_ = sought;
    if (file_.pieces.empty() || !Affords(1)) return std::move(lines_);
    reviewing_.parts.Begin();
    reviewing_.parts.Keep(file_);
    const Sought open = Without(sought, JudgePart(reviewing_, sought));
    for (const PathList list : {PathList::AddedText, PathList::RemovedText, PathList::Findings}) {
      const auto first = std::ranges::find(file_.pieces, list, &ChangePiece::list);
      const auto last = std::find_if(first, file_.pieces.end(),
                                     [&](const ChangePiece& piece) { return piece.list != list; });
      if (first != last && !open.empty()) FindIn({first, last}, open);
    }
    for (std::vector<ReviewLines>& lines : lines_) Tidy(lines);
    return std::move(lines_);
  }

 private:
  using Pieces = std::span<const ChangePiece>;

  bool Affords(size_t decisions) const {
    return decisions * reviewing_.cost <= reviewing_.work_left;
  }

  std::vector<Hit> Judge(Pieces pieces, const Sought& sought) {
    reviewing_.parts.Begin();
    reviewing_.parts.Keep(file_);
    for (const ChangePiece& piece : pieces) reviewing_.parts.Keep(piece);
    return JudgePart(reviewing_, sought);
  }

  std::vector<ReviewLines>& LinesOf(size_t finding) {
    return lines_[static_cast<size_t>(std::ranges::find(sought_, finding) - sought_.begin())];
  }

  // First all pieces of a list at once: most matches name their lines there.
  void FindIn(Pieces pieces, const Sought& sought) {
    if (!Affords(1)) return;
    Sought open;
    for (const Hit& hit : Judge(pieces, sought)) {
      if (!AddMatches(*hit.finding, pieces, LinesOf(hit.index))) open.push_back(hit.index);
    }
    if (open.empty()) return;
    if (pieces.size() > kMostPieces || !Affords(pieces.size())) return;
    for (size_t i = 0; i < pieces.size(); ++i) {
      for (const Hit& hit : Judge(pieces.subspan(i, 1), open)) {
        std::vector<ReviewLines>& lines = LinesOf(hit.index);
        if (AddMatches(*hit.finding, pieces.subspan(i, 1), lines)) continue;
        lines.push_back({pieces[i].first, pieces[i].last, pieces[i].list == PathList::RemovedText});
      }
    }
  }

  Reviewing& reviewing_;
  const FilePart& file_;
  Sought sought_;
  std::vector<std::vector<ReviewLines>> lines_;
};

void FindFiles(Reviewing& reviewing, std::vector<ReviewFinding>& findings) {
  const std::vector<FilePart>& files = reviewing.parts.files();
  reviewing.cost += reviewing.parts.shared_values() / kValuesOfWork;
  if (files.empty() || (files.size() + 1) * reviewing.cost > reviewing.work_left) return;
  Sought sought;
  for (const ReviewFinding& finding : findings) sought.push_back(finding.finding);
  reviewing.parts.Begin();
  sought = Without(sought, JudgePart(reviewing, sought));
  if (sought.empty()) return;
  // Lines are looked for after files, so that they cannot use up what files need.
  std::vector<Sought> of_file(files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    reviewing.parts.Begin();
    reviewing.parts.KeepWhole(files[i]);
    for (const Hit& hit : JudgePart(reviewing, sought)) of_file[i].push_back(hit.index);
  }
  for (size_t i = 0; i < files.size(); ++i) {
    if (of_file[i].empty()) continue;
    std::vector<std::vector<ReviewLines>> lines = LineSearch(reviewing, files[i]).Find(of_file[i]);
    for (size_t k = 0; k < of_file[i].size(); ++k) {
      const auto finding = std::ranges::find(findings, of_file[i][k], &ReviewFinding::finding);
      finding->files.push_back({std::string(files[i].path), std::move(lines[k])});
    }
  }
}

}  // namespace

Review MakeReview(const Engine& engine, const Action& action, const Value& now,
                  const Decision& decision) {
  Review review;
  for (size_t i = 0; i < decision.findings.size(); ++i) {
    if (decision.findings[i].verdict != Verdict::Allow) review.findings.push_back({i, {}});
  }
  if (review.findings.empty()) return review;
  Reviewing reviewing{Decider(engine), ChangeParts(action), now, decision};
  FindFiles(reviewing, review.findings);
  for (ReviewFinding& finding : review.findings) {
    std::ranges::sort(finding.files, {}, &ReviewFile::path);
  }
  review.to_pass =
      WhatMakesItPass(action, now, decision, review.findings, reviewing.parts, reviewing.decider);
  return review;
}

}  // namespace remit
