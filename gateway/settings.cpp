#include "gateway/settings.hpp"

namespace gateway {
namespace {

std::uint64_t whole(const SettingValue& value) { return std::get<std::uint64_t>(value); }

// A field of Config that holds a number, or milliseconds.
template <auto Field>
void set_field(Config& config, const SettingValue& value) {
    using Type = std::remove_reference_t<decltype(config.*Field)>;
    if constexpr (std::is_integral_v<Type>) config.*Field = static_cast<Type>(whole(value));
    else config.*Field = Type(whole(value));
}
template <auto Field>
SettingValue get_field(const Config& config) {
    if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(config.*Field)>>) return std::uint64_t{config.*Field};
    else return static_cast<std::uint64_t>((config.*Field).count());
}
template <auto Field>
Setting number(std::string_view name, std::string_view comment, std::uint64_t max) {
    return {.name = name, .comment = comment, .type = WholeNumber{1, max}, .set = set_field<Field>, .get = get_field<Field>};
}

void set_listen(Config& config, const SettingValue& value) {
    const auto address = parse_address(std::get<std::string>(value));
    config.host = address.host;
    config.port = address.port;
}
SettingValue get_listen(const Config& config) {
    const bool ipv6 = config.host.find(':') != std::string::npos;
    return (ipv6 ? "[" + config.host + "]" : config.host) + ":" + std::to_string(config.port);
}

const std::vector<Setting>& all_settings() {
    static const std::vector<Setting> rows{
        {.name = "listen",
         .comment = "HOST:PORT to listen on; port 0 takes any free one and prints it",
         .type = ListenAddress{},
         .set = set_listen,
         .get = get_listen},
        {.name = "log_level",
         .comment = "debug, info, warn or error; one line per event, to standard error",
         .type = OneOf{{"debug", "info", "warn", "error"}},
         .set = [](Config& config, const SettingValue& value) { config.log_level = std::get<std::string>(value); },
         .get = [](const Config& config) { return SettingValue(config.log_level); }},
        number<&Config::io_threads>("io_threads", "threads that serve connections", limits::io_threads_max),
        number<&Config::connections_max>("connections_max", "open connections in all, and from one address",
                                         limits::connections_setting_max),
        number<&Config::connections_per_address_max>("connections_per_address_max", "", limits::connections_setting_max),
        number<&Config::handshake_timeout>(
            "handshake_timeout_ms",
            "bounds on whole operations, in milliseconds: TLS handshake, idle between two requests, one request, one response",
            limits::timeout_ms_max),
        number<&Config::idle_timeout>("idle_timeout_ms", "", limits::timeout_ms_max),
        number<&Config::request_timeout>("request_timeout_ms", "", limits::timeout_ms_max),
        number<&Config::response_timeout>("response_timeout_ms", "", limits::timeout_ms_max),
        number<&Config::stream_silence_timeout>(
            "stream_silence_timeout_ms",
            "after so long without a sign of life a stream is ended; it is pinged three times meanwhile",
            static_cast<std::uint64_t>(limits::stream_silence_max.count())),
    };
    return rows;
}

}  // namespace

std::span<const Setting> settings() { return all_settings(); }

std::string expected_of(const SettingType& type) {
    if (const auto* range = std::get_if<WholeNumber>(&type))
        return "a whole number from " + std::to_string(range->min) + " to " + std::to_string(range->max);
    if (std::holds_alternative<ListenAddress>(type)) return "a text HOST:PORT, such as 127.0.0.1:7443 or [::1]:7443";
    const auto& words = std::get<OneOf>(type).words;
    std::string out = "one of";
    for (const auto word : words) out += (word == words.front() ? " \"" : ", \"") + std::string(word) + "\"";
    return out;
}

}  // namespace gateway
