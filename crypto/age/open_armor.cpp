#include "crypto/age/open_armor.hpp"

#include <algorithm>
#include <utility>

#include "crypto/age/armor.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/age/limits.hpp"
#include "crypto/encoding.hpp"

namespace crypto::age {
namespace {

constexpr std::size_t decoded_bytes_max = 64 * 1024;  // before they are passed on

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_blank(std::string_view text) { return std::ranges::all_of(text, is_space); }

}  // namespace

ArmorReader::ArmorReader(Next next) : next_(std::move(next)) {}

std::error_code ArmorReader::pass_on() {
    if (decoded_.empty()) return {};
    const auto error = next_(decoded_);
    decoded_.clear();
    return error;
}

std::error_code ArmorReader::skip_space(std::size_t bytes) {
    space_bytes_ += bytes;
    return space_bytes_ > armor_space_bytes_max ? make_error_code(errc::malformed_armor) : std::error_code();
}

std::error_code ArmorReader::take_body_line(std::string_view line) {
    if (line == armor_end) {
        reading_ = Reading::after;
        return {};
    }
    if (reading_ == Reading::last_line || line.empty() || line.size() > armor_columns) return errc::malformed_armor;
    const auto bytes = base64_decode(line);
    if (!bytes) return errc::malformed_armor;
    if (bytes->size() < armor_line_bytes) reading_ = Reading::last_line;
    append(decoded_, *bytes);
    return decoded_.size() >= decoded_bytes_max ? pass_on() : std::error_code();
}

// `line` has no LF any more.
std::error_code ArmorReader::take_line(std::string_view line) {
    if (reading_ == Reading::after) return is_blank(line) ? skip_space(line.size() + 1) : errc::malformed_armor;
    if (reading_ == Reading::before && is_blank(line)) return skip_space(line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (reading_ != Reading::before) return take_body_line(line);
    if (line != armor_begin) return errc::malformed_armor;
    reading_ = Reading::body;
    space_bytes_ = 0;
    return {};
}

std::error_code ArmorReader::write(ByteView text) {
    std::string_view rest = as_text(text);
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::error_code error;
        if (end == std::string_view::npos) {
            partial_ += rest;  // bounded: no line is longer than the white space that may stand around
            if (partial_.size() > armor_space_bytes_max) error = errc::malformed_armor;
            rest = {};
        } else if (partial_.empty()) {
            error = take_line(rest.substr(0, end));
            rest.remove_prefix(end + 1);
        } else {
            partial_ += rest.substr(0, end);
            error = take_line(partial_);
            partial_.clear();
            rest.remove_prefix(end + 1);
        }
        if (error) {
            const auto earlier = pass_on();
            return earlier ? earlier : error;
        }
    }
    return pass_on();
}

std::error_code ArmorReader::finish() {
    if (!partial_.empty()) {
        const auto error = take_line(std::exchange(partial_, {}));
        const auto earlier = pass_on();
        if (earlier || error) return earlier ? earlier : error;
    }
    return reading_ == Reading::after ? std::error_code() : errc::malformed_armor;
}

}  // namespace crypto::age
