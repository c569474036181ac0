#include "facts/change/commits.h"

#include <map>
#include <string>
#include <string_view>

#include "engine/base/utf8.h"
#include "facts/change/commit_walk.h"
#include "facts/change/git.h"
#include "facts/change/text.h"

namespace remit {
namespace {

std::string_view Bytes(const char* text) { return text == nullptr ? std::string_view() : text; }

// Whether the commit says that its texts are in ISO 8859-1, the one encoding beside UTF-8 that
// needs no table.
bool IsLatin1(const git_commit* commit) {
  std::string name = LowerAscii(Bytes(git_commit_message_encoding(commit)));
  std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
  return name == "iso88591" || name == "latin1";
}

std::string DecodeLatin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) AppendUtf8(text, static_cast<unsigned char>(c));
  return text;
}

// gpgsig also holds SSH and X.509 signatures; gpgsig-sha256 is that of a repository's other form.
bool IsSigned(const git_commit* commit) {
  for (const char* field : {"gpgsig", "gpgsig-sha256"}) {
    git_buf value = {};
    const int code = git_commit_header_field(&value, commit, field);
    git_buf_dispose(&value);
    if (code == 0) return true;
  }
  git_error_clear();
  return false;
}

size_t TextSize(const git_commit* commit) {
  size_t size = Bytes(git_commit_message_raw(commit)).size();
  for (const git_signature* who : {git_commit_author(commit), git_commit_committer(commit)}) {
    if (who != nullptr) size += Bytes(who->name).size() + Bytes(who->email).size();
  }
  return size;
}

ChangeCommit MakeCommit(const git_commit* commit) {
  const bool latin1 = IsLatin1(commit);
  const auto name = [latin1](const char* bytes) {
    return latin1 ? DecodeLatin1(Bytes(bytes)) : DecodeName(Bytes(bytes));
  };
  ChangeCommit made;
  made.sha = HexId(*git_commit_id(commit));
  if (const git_signature* author = git_commit_author(commit)) {
    made.author = name(author->email);
    made.author_name = name(author->name);
  }
  if (const git_signature* committer = git_commit_committer(commit)) {
    made.committer = name(committer->email);
    made.committer_name = name(committer->name);
  }
  const std::string_view message = Bytes(git_commit_message_raw(commit));
  made.message = latin1 ? DecodeLatin1(message) : DecodeText(message);
  made.is_signed = IsSigned(commit);
  made.merge = git_commit_parentcount(commit) > 1;
  return made;
}

}  // namespace

Result<void> ReadCommits(const Repository& repository, const Range& range,
                         const ChangeLimits& limits, const AgentMarks& marks, ChangeFacts& facts) {
  const auto ids = FindCommits(repository, range);
  if (!ids) return std::unexpected(ids.error());
  size_t size = 0;
  std::map<std::string, std::string> evidence_of;  // by agent
  for (const git_oid& id : *ids) {
    const auto commit = FindCommit(repository.get(), HexId(id));
    if (!commit) return std::unexpected(commit.error());
    size += TextSize(commit->get());
    if (size > limits.message_bytes) {
      return Fail(ErrorKind::Limit, "the messages of the change's " + std::to_string(ids->size()) +
                                        " commits are over the limit of " +
                                        std::to_string(limits.message_bytes) + " bytes");
    }
    ChangeCommit& made = facts.commits.emplace_back(MakeCommit(commit->get()));
    const std::vector<Trailer> trailers = ParseTrailers(made.message);
    for (const Trailer& trailer : trailers) {
      made.trailers[LowerAscii(trailer.key)].push_back(trailer.value);
    }
    if (auto evidence = MarkCommit(made, trailers, marks)) {
      evidence_of.try_emplace(made.agent, *evidence + " of " + made.sha.substr(0, 12));
    }
  }
  for (auto& [name, evidence] : evidence_of) facts.agents.push_back({name, std::move(evidence)});
  return {};
}

}  // namespace remit
