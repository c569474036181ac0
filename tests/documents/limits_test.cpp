// docs/limits.md states every member of engine/base/limits.h with the figure it has.
#include "engine/base/limits.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace remit {
namespace {

std::string ReadText(const std::string& path) {
  std::ifstream file(REMIT_SOURCE_DIR "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

using Figures = std::map<std::string, uint64_t>;

Figures DefinedFigures() {
  const JsonLimits json;
  const ChangeLimits change;
  const ProgramLimits program;
  const FunctionLimits function;
  const SizeLimits sizes;
  const SourceLimits source;
  const CheckLimits check;
  return {{"JsonLimits::bytes", json.bytes},
          {"JsonLimits::string_bytes", json.string_bytes},
          {"JsonLimits::depth", json.depth},
          {"ChangeLimits::text_bytes", change.text_bytes},
          {"ChangeLimits::message_bytes", change.message_bytes},
          {"ChangeLimits::files", change.files},
          {"ProgramLimits::bytes", program.bytes},
          {"ProgramLimits::call_depth", program.call_depth},
          {"ProgramLimits::regex_memory", program.regex_memory},
          {"ProgramLimits::fuel", program.fuel},
          {"ProgramLimits::cost", program.cost},
          {"SizeLimits::elements", sizes.elements},
          {"SizeLimits::text_bytes", sizes.text_bytes},
          {"SizeLimits::values", sizes.values},
          {"SizeLimits::total_bytes", sizes.total_bytes},
          {"SizeLimits::hits", sizes.hits},
          {"FunctionLimits::format_precision", function.format_precision},
          {"FunctionLimits::pattern_bytes", function.pattern_bytes},
          {"FunctionLimits::regex_bytes", function.regex_bytes},
          {"FunctionLimits::url_bytes", function.url_bytes},
          {"SourceLimits::bytes", source.bytes},
          {"SourceLimits::depth", source.depth},
          {"SourceLimits::errors", source.errors},
          {"SourceLimits::imports", source.imports},
          {"CheckLimits::nodes", check.nodes},
          {"CheckLimits::contributions", check.contributions},
          {"CheckLimits::depth", check.depth},
          {"CheckLimits::open_exprs", check.open_exprs}};
}

TEST_CASE("the page of limits states the figures of limits.h") {
  const std::string page = ReadText("docs/limits.md");
  const std::regex row(R"(\| `(\w+::\w+)` \| (\d+) \|)");
  Figures stated;
  for (std::sregex_iterator it(page.begin(), page.end(), row), end; it != end; ++it) {
    CHECK(stated.emplace((*it)[1], std::stoull((*it)[2])).second);
  }
  CHECK(stated == DefinedFigures());
}

TEST_CASE("no member of limits.h is left out") {
  const std::string header = ReadText("engine/base/limits.h");
  const std::regex member(R"((\n *struct (\w+) \{)|(\n +\w+ (\w+) = ))");
  std::string structure;
  std::map<std::string, bool> members, defined;
  for (std::sregex_iterator it(header.begin(), header.end(), member), end; it != end; ++it) {
    if ((*it)[1].matched) {
      structure = (*it)[2];
    } else {
      members[structure + "::" + (*it)[4].str()] = true;
    }
  }
  for (const auto& [name, figure] : DefinedFigures()) defined[name] = true;
  CHECK(members == defined);
}

}  // namespace
}  // namespace remit
