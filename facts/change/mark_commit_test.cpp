// The list that comes with Remit, on marks as they were seen in real histories.
#include <catch2/catch.hpp>

#include "facts/change/agent_marks.h"

namespace remit {
namespace {

struct Marked {
  Authorship authorship = Authorship::Unmarked;
  std::string agent, evidence;
  bool operator==(const Marked&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Marked& it) {
  return out << AuthorshipName(it.authorship) << " " << it.agent << " " << it.evidence;
}

Marked MarkOf(ChangeCommit commit, const AgentMarks& marks = BuiltinAgentMarks()) {
  const auto evidence = MarkCommit(commit, ParseTrailers(commit.message), marks);
  return {commit.authorship, commit.agent, evidence.value_or("")};
}

ChangeCommit Commit(std::string message) {
  ChangeCommit commit;
  commit.author = commit.committer = "ann@example.com";
  commit.author_name = commit.committer_name = "Ann";
  commit.message = std::move(message);
  return commit;
}

ChangeCommit CommitBy(std::string name, std::string mail) {
  ChangeCommit commit = Commit("Title\n");
  commit.author_name = std::move(name);
  commit.author = std::move(mail);
  return commit;
}

TEST_CASE("identities of agents") {
  const std::vector<std::array<std::string, 3>> cases = {
      {"claude", "Claude Code", "noreply@anthropic.com"},
      {"claude", "Claude", "NoReply@Anthropic.com"},
      {"claude", "claude[bot]", "209825114+claude[bot]@users.noreply.github.com"},
      {"copilot", "Copilot", "198982749+Copilot@users.noreply.github.com"},
      {"copilot", "Copilot App", "223556219+Copilot@users.noreply.github.com"},
      {"copilot", "renamed", "175728472+another@users.noreply.github.com"},
      {"devin", "Devin AI", "158243242+devin-ai-integration[bot]@users.noreply.github.com"},
      {"roo", "roomote[bot]", "219738659+roomote[bot]@users.noreply.github.com"},
      {"openhands", "OpenHands", "opendevin@all-hands.dev"},
      {"openhands", "openhands", "openhands@all-hands.dev"},
      {"gemini", "gemini-cli[bot]", "218312386+gemini-cli[bot]@users.noreply.github.com"},
      {"codex", "Codex", "codex@openai.com"},
      {"codex", "Codex", "noreply@openai.com"},
      {"amp", "Amp", "amp@ampcode.com"},
      {"cursor", "Cursor Agent", "cursoragent@cursor.com"},
      {"factory-droid", "factory-droid[bot]",
       "138933559+factory-droid[bot]@users.noreply.github.com"},
      {"mux", "Mux", "noreply@coder.com"},
      {"mux", "mux-bot[bot]", "1234+mux-bot[bot]@users.noreply.github.com"},
  };
  for (const auto& [agent, name, mail] : cases) {
    const std::string who = "`" + name + " <" + mail + ">`";
    CHECK(MarkOf(CommitBy(name, mail)) == Marked{Authorship::Marked, agent, "author " + who});

    ChangeCommit commit = Commit("Title\n");
    commit.committer_name = name;
    commit.committer = mail;
    CHECK(MarkOf(commit) == Marked{Authorship::Marked, agent, "committer " + who});

    const std::string trailer = "Co-Authored-By: " + name + " <" + mail + ">";
    CHECK(MarkOf(Commit("Title\n\n" + trailer + "\n")) ==
          Marked{Authorship::Marked, agent, "trailer `" + trailer + "`"});
  }
}

TEST_CASE("people and plain bots are no agents") {
  const std::vector<std::array<std::string, 2>> cases = {
      {"Devin Burnette", "devin@example.com"},
      {"claude89757", "claude89757@users.noreply.github.com"},
      {"Ryan Newton + Claude", "ryan@example.com"},
      {"Claude", "claude@example.com"},
      {"Ann", "ann@anthropic.com"},
      {"Copilot", "1198982749+Copilot@users.noreply.github.com"},
      {"Copilot", "198982749+Copilot@users.noreply.github.com.example.com"},
      {"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
      {"renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"},
      {"github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"},
      {"pre-commit-ci[bot]", "66853113+pre-commit-ci[bot]@users.noreply.github.com"},
      {"dotnet-maestro[bot]", "dotnet-maestro[bot]@users.noreply.github.com"},
      {"GitHub", "noreply@github.com"},
      {"", ""},
  };
  for (const auto& [name, mail] : cases) {
    INFO(name << " " << mail);
    ChangeCommit commit = CommitBy(name, mail);
    commit.committer = mail;
    commit.message = "Title\n\nCo-authored-by: " + name + " <" + mail + ">\n";
    CHECK(MarkOf(commit) == Marked{});
    MarkCommit(commit, {}, BuiltinAgentMarks());
    CHECK(commit.from_bot == (mail.contains("[bot]@") || mail == "noreply@github.com"));
  }
}

TEST_CASE("trailers that agents leave") {
  const std::vector<std::array<std::string, 2>> cases = {
      {"claude", "Co-authored-by: Claude Opus 4.6 (1M context) <noreply@anthropic.com>"},
      {"claude", "Signed-off-by: Claude <noreply@anthropic.com>"},
      {"claude", "Claude-Session: https://claude.ai/code/session_01SU7in"},
      {"claude", "Claude-Generated-By: Claude Code (cli/claude-opus-4-5=100%)"},
      {"claude", "Claude-Steers: 3"},
      {"claude", "Claude-Permission-Prompts: 0"},
      {"claude", "Claude-Escapes: 1"},
      {"claude", "Agent-Signature: claude-opus-4-8-high on behalf of Ann"},
      {"unnamed", "Agent-Signature: other-1 on behalf of Ann"},
      {"unnamed", "No-Verification-Needed: comments only"},
      {"copilot", "Copilot-Session: 0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"},
      {"cursor", "Made-with: Cursor"},
      {"amp", "Amp-Thread-ID: https://ampcode.com/threads/T-0b1c2d3e"},
      {"entire", "Entire-Checkpoint: 2373a92c6c40"},
      {"gas-town", "Executed-By: beads/crew/emma"},
      {"gas-town", "Executed-By: mayor"},
      {"claude", "Assisted-by: Claude:claude-opus-4-6"},
      {"claude", "Assisted-by: Claude Opus 4.6 via Claude Code"},
      {"claude", "Assisted-by: Claude"},
      {"claude", "Assisted-by: Claude <noreply@anthropic.com>"},
      {"claude", "Generated-by: Claude Code 2.1"},
      {"codex", "Assisted-by: OpenAI GPT-5.4"},
      {"codex", "Assisted-by: Codex"},
      {"cursor", "Assisted-by: Cursor(Claude)"},
      {"copilot", "Assisted-by: GitHub Copilot"},
      {"gemini", "Assisted-by: Gemini:gemini-3-pro [coccinelle]"},
      {"unnamed", "Assisted-by: Somebody:model-1.2 [smatch]"},
      {"", "Assisted-by: Claude Monet"},
      {"", "Assisted-by: Claude Monet <claude@example.com>"},
      {"", "Assisted-by: claude89757 on github"},
      {"", "Assisted-by: Devin Burnette"},
      {"", "Assisted-by: Jules Verne"},
      {"", "Assisted-by: Jay <jay@example.com>"},
      {"", "Assisted-by: https://example.com/thread"},
      {"", "Assisted-by: mailto:jay@example.com"},
      {"", "Generated-by: protoc 3.21"},
      {"", "Reviewed-by: Claude <noreply@anthropic.com>"},
      {"", "Made-with: care"},
      {"", "Executed-By: hand"},
      {"", "Entire-Checkpoint: none"},
      {"", "AI-assisted: no"},
  };
  for (const auto& [agent, trailer] : cases) {
    INFO(trailer);
    const Marked expected =
        agent.empty() ? Marked{} : Marked{Authorship::Marked, agent, "trailer `" + trailer + "`"};
    CHECK(MarkOf(Commit("Title\n\nText.\n\n" + trailer + "\n")) == expected);
    CHECK(MarkOf(Commit("Title\n\n* one\n  " + trailer + "\r\nand more text\n\nEnd.\n")) ==
          expected);
  }
}

TEST_CASE("which trailers name an agent, and whether the author is one") {
  ChangeCommit commit = CommitBy("Claude", "noreply@anthropic.com");
  commit.message =
      "T\n\nCo-authored-by: Ann <ann@example.com>\nCo-authored-by: Amp <amp@ampcode.com>\n"
      "Signed-off-by: Codex <codex@openai.com>\nEntire-Checkpoint: 0123456789ab\n"
      "Reviewed-by: Claude <noreply@anthropic.com>\n";
  MarkCommit(commit, ParseTrailers(commit.message), BuiltinAgentMarks());
  CHECK(commit.by_agent);
  CHECK(commit.agent_trailers == std::map<std::string, std::vector<std::string>>{
                                     {"co-authored-by", {"Amp <amp@ampcode.com>"}},
                                     {"entire-checkpoint", {"0123456789ab"}},
                                     {"signed-off-by", {"Codex <codex@openai.com>"}}});
  commit = Commit("T\n\nSigned-off-by: Ann <ann@example.com>\n");
  MarkCommit(commit, ParseTrailers(commit.message), BuiltinAgentMarks());
  CHECK_FALSE(commit.by_agent);
  CHECK(commit.agent_trailers.empty());
}

TEST_CASE("lines that agents leave") {
  const std::vector<std::array<std::string, 2>> cases = {
      {"claude", "🤖 Generated with [Claude Code](https://claude.com/claude-code)"},
      {"claude", "Generated with Claude Code"},
      {"claude", "https://claude.ai/code/session_014D4MsBUAjz"},
      {"mux", "_Generated with `mux` • Model: `anthropic:claude-opus-4-5` • Thinking: `xhigh`_"},
      {"mux", "_Generated with `xum` • Model: `anthropic:claude-opus-4-5`_"},
      {"mux", "<!-- mux-attribution: model=anthropic:claude-opus-4-5 -->"},
      {"devin", "Link to Devin run: https://app.devin.ai/sessions/0b1c"},
      {"cursor", "Made with [Cursor](https://cursor.com)"},
      {"unnamed", "Generated with AI"},
      {"", "The header is generated with care"},
      {"", "Generated with protoc"},
      {"", "We removed text that was Generated with Claude Code"},
      {"", "See https://claude.ai/code for more"},
  };
  for (const auto& [agent, line] : cases) {
    INFO(line);
    const Marked expected =
        agent.empty() ? Marked{} : Marked{Authorship::Marked, agent, "line `" + line + "`"};
    CHECK(MarkOf(Commit("Title\n\nText.\n" + line + "\n")) == expected);
  }
}

TEST_CASE("a pattern of a line sees one line at a time") {
  const AgentMarks marks = *ParseAgentMarks(
      "marks: [{agent: a, line: ['^one$', '^two[^x]+three', '^four\\s+five$', \"six\\nseven\"]}]",
      "m");
  CHECK(MarkOf(Commit("T\n\nzero one\n  one \r\n"), marks).evidence == "line `one`");
  CHECK(MarkOf(Commit("one"), marks).evidence == "line `one`");
  CHECK(MarkOf(Commit("T\n\ntwo, not three"), marks).evidence == "line `two, not three`");
  CHECK(MarkOf(Commit("T\n\nx four five\ntwo\nthree\nfour\nfive\nsix\nseven\n"), marks) ==
        Marked{});
}

TEST_CASE("which mark names the agent") {
  const std::string claude = "Co-authored-by: Claude <noreply@anthropic.com>";
  ChangeCommit commit = CommitBy("Copilot", "198982749+Copilot@users.noreply.github.com");
  commit.message = "Title\n\nEntire-Checkpoint: 2373a92c6c40\n" + claude + "\n";
  CHECK(MarkOf(commit).agent == "copilot");
  commit.author = "ann@example.com";
  CHECK(MarkOf(commit).evidence == "trailer `" + claude + "`");

  // A bot that commits what an agent made.
  commit.author = "41898282+github-actions[bot]@users.noreply.github.com";
  CHECK(MarkOf(commit).agent == "claude");
}

TEST_CASE("a project's own marks come after, its bots count at once") {
  AgentMarks marks = BuiltinAgentMarks();
  const AgentMarks own = *ParseAgentMarks(
      "marks: [{agent: builder, identity: ['\\[bot\\]@', 'ann@']}]\n"
      "bots: ['^noreply@anthropic']",
      "own.yaml");
  marks.insert(marks.end(), own.begin(), own.end());
  CHECK(MarkOf(Commit("T\n"), marks) ==
        Marked{Authorship::Marked, "builder", "author `Ann <ann@example.com>`"});
  const std::string actions = "41898282+github-actions[bot]@users.noreply.github.com";
  ChangeCommit commit = CommitBy("A", actions);
  commit.committer = "noreply@anthropic.com";
  commit.message = "T\n\nCo-authored-by: Claude <noreply@anthropic.com>\n";
  CHECK(MarkOf(commit, marks) == Marked{});
}

TEST_CASE("attestations") {
  const Marked attested{Authorship::Attested, "", ""};
  const std::string own = "Attested-Human: Ann <Ann@Example.com>\n";
  CHECK(MarkOf(Commit("T\n\n" + own)) == attested);
  CHECK(MarkOf(Commit("T\n\nattested-human: ann@example.com\n")) == attested);
  CHECK(MarkOf(Commit("T\n\n" + own + "\n* more\n")) == attested);
  // Somebody else's, nobody's, no trailer, none at all.
  CHECK(MarkOf(Commit("T\n\nAttested-Human: Cy <cy@example.com>\n")) == Marked{});
  CHECK(MarkOf(Commit("T\n\nAttested-Human: Ann\n")) == Marked{});
  CHECK(MarkOf(Commit("T\n\ntext\n" + own)) == Marked{});
  CHECK(MarkOf(Commit("T\n")) == Marked{});
  // An author without an address attests nothing, nor does a bot.
  ChangeCommit nobody = CommitBy("", "");
  nobody.message = "T\n\nAttested-Human: <>\n";
  CHECK(MarkOf(nobody) == Marked{});
  ChangeCommit bot = CommitBy("dependabot[bot]", "49699333+d@users.noreply.github.com");
  bot.message = "T\n\nAttested-Human: Ann <49699333+d@users.noreply.github.com>\n";
  CHECK(MarkOf(bot) == Marked{});
  // A mark wins, in whatever order they stand.
  const std::string claude = "Co-authored-by: Claude <noreply@anthropic.com>\n";
  CHECK(MarkOf(Commit("T\n\n" + own + claude)).agent == "claude");
  CHECK(MarkOf(Commit("T\n\n" + claude + "x\n\n" + own)).agent == "claude");
}

TEST_CASE("evidence is short and safe to print") {
  const auto evidence = [](const std::string& session) {
    return MarkOf(Commit("T\n\nClaude-Session: " + session + "\n")).evidence;
  };
  CHECK(evidence("a\x1b[2J\xE2\x80\xAE") == "trailer `Claude-Session: a\\u{1b}[2J\\u{202e}`");
  CHECK(evidence(std::string(500, 'x')) ==
        "trailer `Claude-Session: " + std::string(149, 'x') + "…`");
  std::string zero_width;
  for (int i = 0; i < 500; ++i) zero_width += "\xE2\x80\x8B";
  CHECK(evidence("x" + zero_width).size() <= 180);
}

}  // namespace
}  // namespace remit
