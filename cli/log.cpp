#include "cli/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>
#include <string>

#include "engine/base/escape.h"

namespace remit {

namespace {

spdlog::level::level_enum g_level = spdlog::level::warn;

// Made for the first line that is written: most runs write none, and a logger takes its time.
spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    // Standard output holds answers and nothing else.
    auto made = std::make_shared<spdlog::logger>("remit",
                                                 std::make_shared<spdlog::sinks::stderr_sink_st>());
    made->set_pattern("remit: %l: %v");
    made->set_level(g_level);
    return made;
  }();
  return *logger;
}

void Log(spdlog::level::level_enum level, std::string_view text) {
  if (level >= g_level) Logger().log(level, "{}", EscapeText(text));
}

}  // namespace

void SetLogLevel(std::string_view level) { g_level = spdlog::level::from_str(std::string(level)); }

void LogInfo(std::string_view text) { Log(spdlog::level::info, text); }

void LogDebug(std::string_view text) { Log(spdlog::level::debug, text); }

}  // namespace remit
