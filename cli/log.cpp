#include "cli/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "engine/base/escape.h"

namespace remit {

void SetLogLevel(std::string_view level) {
  // Standard output holds answers and nothing else.
  auto logger =
      std::make_shared<spdlog::logger>("remit", std::make_shared<spdlog::sinks::stderr_sink_st>());
  logger->set_pattern("remit: %l: %v");
  logger->set_level(spdlog::level::from_str(std::string(level)));
  spdlog::set_default_logger(std::move(logger));
}

void LogInfo(std::string_view text) { spdlog::info("{}", EscapeText(text)); }

void LogDebug(std::string_view text) { spdlog::debug("{}", EscapeText(text)); }

}  // namespace remit
