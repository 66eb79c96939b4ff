#include "gateway/api/message.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/api/titles.hpp"
#include "gateway/limits.hpp"

namespace gateway::api {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Weight of "fr-BE;q=0.8" in thousandths; 1000 without a weight, 0 for one that is none.
unsigned weight_of(std::string_view range) {
    const auto at = range.find(";q=");
    if (at == std::string_view::npos) return 1000;
    const auto text = trim(range.substr(at + 3));
    if (text.starts_with('1')) return 1000;
    if (!text.starts_with("0.")) return 0;
    std::string digits(text.substr(2, 3));
    digits.resize(3, '0');
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

protocol::Problem problem_of(std::error_code why, Language language, std::optional<std::size_t> entry) {
    const auto name = problem_name(why);
    return {
        .status = problem_status(why), .name = std::string(name), .title = std::string(title_of(name, language)), .entry = entry};
}

Response problem(std::error_code why, Language language, std::optional<std::size_t> entry) {
    const auto document = problem_of(why, language, entry);
    Response response{.status = document.status, .content_type = std::string(protocol::problem_media_type),
                      .body = crypto::to_bytes(protocol::problem_json(document)), .headers = {}};
    response.headers.emplace_back("Content-Language", language == Language::fr ? "fr" : "en");
    if (document.status == 401) response.headers.emplace_back("WWW-Authenticate", "Client-Certificate realm=\"nfp\"");
    if (document.status == 426) {  // RFC 9110, 15.5.22; RFC 6455, 4.4
        response.headers.emplace_back("Upgrade", "websocket");
        response.headers.emplace_back("Sec-WebSocket-Version", "13");
    }
    // Seconds. A clock waits for a person.
    if (document.status == 503) response.headers.emplace_back("Retry-After", why == errc::clock ? "60" : "1");
    return response;
}

Response json(unsigned status, const std::string& text) {
    return {.status = status, .content_type = "application/json", .body = crypto::to_bytes(text), .headers = {}};
}

Language language_of(std::string_view header) {
    header = header.substr(0, limits::accept_language_bytes_max);
    unsigned best = 0;
    Language language = Language::en;
    while (!header.empty()) {
        const auto comma = std::min(header.find(','), header.size());
        const auto range = trim(header.substr(0, comma));
        header.remove_prefix(std::min(comma + 1, header.size()));
        const auto tag = range.substr(0, range.find_first_of("-; "));
        const bool french = tag == "fr" || tag == "FR";
        if (!french && tag != "en" && tag != "EN" && tag != "*") continue;
        if (const auto weight = weight_of(range); weight > best) {
            best = weight;
            language = french ? Language::fr : Language::en;
        }
    }
    return language;
}

}  // namespace gateway::api
