#include "gateway/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace gateway {

std::unique_ptr<Logger> make_logger(const std::string& level) {
    auto logger = std::make_unique<Logger>("nfp-gateway", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::info);
    return logger;
}

std::string escaped(std::string_view field) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : field) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '"' && c != '\\') out += c;
        else (out += "\\x") += {digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

}  // namespace gateway
