// A finding is about a file if the change without any file does not bring it and the change of that
// file alone does; about lines, if the file without its text does not bring it and those alone do.
// Every part is judged once, for all findings together.
#include "cli/review.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/change_parts.h"
#include "cli/json_members.h"
#include "cli/some_rules.h"
#include "cli/to_pass.h"

namespace remit {
namespace {

// What a review may cost, in SomeRules::work. A change whose files cannot all be asked within it
// has findings about the change as a whole only; a file whose lines cannot all be asked, or that
// has more pieces, is shown as a whole.
constexpr size_t kMostFileWork = 40'000'000;
constexpr size_t kMostLineWork = 20'000'000;
constexpr size_t kMostPieces = 1'000;

struct Reviewing {
  SomeRules rules;
  ChangeParts parts;
  const Value& now;
  size_t work_left = kMostFileWork;
  bool files_missed = false;  // a bound was met: no finding has files
  bool lines_missed = false;  // a bound was met: some files have no lines
};

// Which of the sought findings the part of the change that is kept brings.
std::vector<Hit> JudgePart(Reviewing& reviewing, const Sought& sought) {
  std::vector<Hit> hits = reviewing.rules.Judge(reviewing.parts.action(), reviewing.now, sought);
  reviewing.work_left -= std::min(reviewing.work_left, reviewing.rules.work());
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
    sought_ = sought;
    lines_.resize(sought.size());
    if (file_.pieces.empty()) return std::move(lines_);
    const Sought open = Without(sought, Judge({}, sought));
    for (const PathList list : {PathList::AddedText, PathList::RemovedText, PathList::Findings}) {
      const auto pieces = std::ranges::equal_range(file_.pieces, list, {}, &ChangePiece::list);
      if (!pieces.empty() && !open.empty()) FindIn({pieces.begin(), pieces.end()}, open);
    }
    for (std::vector<ReviewLines>& lines : lines_) Tidy(lines);
    // Some lines only would be a wrong answer.
    if (reviewing_.work_left == 0) {
      reviewing_.lines_missed = true;
      lines_.assign(sought.size(), {});
    }
    return std::move(lines_);
  }

 private:
  using Pieces = std::span<const ChangePiece>;

  std::vector<Hit> Judge(Pieces pieces, const Sought& sought) {
    if (reviewing_.work_left == 0) return {};
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
    Sought open;
    for (const Hit& hit : Judge(pieces, sought)) {
      if (!AddMatches(*hit.finding, pieces, LinesOf(hit.index))) open.push_back(hit.index);
    }
    if (open.empty()) return;
    if (pieces.size() > kMostPieces) {
      reviewing_.lines_missed = true;
      return;
    }
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

// For each file, which of the findings are about it; nothing where that cannot be told.
std::vector<Sought> FindingsOfFiles(Reviewing& reviewing, Sought sought) {
  const std::vector<FilePart>& files = reviewing.parts.files();
  if (files.empty()) return {};
  reviewing.parts.Begin();
  sought = Without(sought, JudgePart(reviewing, sought));
  if (sought.empty()) return {};
  (void)JudgePart(reviewing, sought);  // what any part of the change takes, at the least
  reviewing.files_missed = reviewing.rules.work() * files.size() > reviewing.work_left;
  std::vector<Sought> of_file(files.size());
  for (size_t i = 0; i < files.size() && !reviewing.files_missed; ++i) {
    reviewing.parts.Begin();
    reviewing.parts.KeepWhole(files[i]);
    for (const Hit& hit : JudgePart(reviewing, sought)) of_file[i].push_back(hit.index);
    reviewing.files_missed = reviewing.work_left == 0;
  }
  if (reviewing.files_missed) return {};
  return of_file;
}

void FindFiles(Reviewing& reviewing, std::vector<ReviewFinding>& findings) {
  Sought sought;
  for (const ReviewFinding& finding : findings) sought.push_back(finding.finding);
  const std::vector<Sought> of_file = FindingsOfFiles(reviewing, sought);
  reviewing.work_left = kMostLineWork;
  for (size_t i = 0; i < of_file.size(); ++i) {
    if (of_file[i].empty()) continue;
    const FilePart& file = reviewing.parts.files()[i];
    std::vector<std::vector<ReviewLines>> lines = LineSearch(reviewing, file).Find(of_file[i]);
    for (size_t k = 0; k < of_file[i].size(); ++k) {
      const auto finding = std::ranges::find(findings, of_file[i][k], &ReviewFinding::finding);
      finding->files.push_back(
          {std::string(file.path), std::string(file.old_path), std::move(lines[k])});
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
  Reviewing reviewing{SomeRules(engine, decision, action.name), ChangeParts(action), now};
  FindFiles(reviewing, review.findings);
  for (ReviewFinding& finding : review.findings) {
    std::ranges::sort(finding.files, {}, &ReviewFile::path);
  }
  if (reviewing.files_missed) {
    review.notes.emplace_back("too large a change to say which files its findings are about");
  }
  if (reviewing.lines_missed) {
    review.notes.emplace_back("too much text to say for every file which lines are meant");
  }
  review.to_pass = WhatMakesItPass(engine, action, now, decision, review.findings, reviewing.parts);
  return review;
}

}  // namespace remit
