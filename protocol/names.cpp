#include "protocol/names.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_slug(std::string_view text) {
    if (text.empty() || text.size() > limits::slug_bytes_max || text.front() == '-' || text.back() == '-') return false;
    return std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

}  // namespace

std::optional<Member> Member::parse(std::string_view text) {
    const bool state = text.size() == 2 && is_lower(text[0]) && is_lower(text[1]);
    if (!state && text != "dmr") return std::nullopt;
    return Member(text);
}

std::optional<Handle> Handle::parse(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || !Member::parse(text.substr(0, dot))) return std::nullopt;
    const auto digits = text.substr(dot + 1);
    if (digits.size() < 2 || digits.size() > 4 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
    if (digits.size() > 2 && digits.front() == '0') return std::nullopt;  // one spelling per number
    if (std::ranges::all_of(digits, [](char c) { return c == '0'; })) return std::nullopt;
    return Handle(text);
}

Member Handle::member() const { return *Member::parse(std::string_view(text_).substr(0, text_.find('.'))); }

std::optional<Circle> Circle::parse(std::string_view text) {
    if (text == "network") return Circle(text, Type::network);
    if (text == "dmr") return Circle(text, Type::dmr);
    if (const auto rest = after(text, "state:")) {
        const auto member = Member::parse(*rest);
        if (member && !member->is_dmr()) return Circle(text, Type::state);
    } else if (const auto group = after(text, "group:")) {
        if (is_slug(*group)) return Circle(text, Type::group);
    } else if (const auto meeting = after(text, "meeting:")) {
        if (is_slug(*meeting)) return Circle(text, Type::meeting);
    } else if (const auto person = after(text, "person:")) {
        if (Handle::parse(*person)) return Circle(text, Type::person);
    }
    return std::nullopt;
}

Circle Circle::of(const Member& member) {
    if (member.is_dmr()) return Circle("dmr", Type::dmr);
    return Circle("state:" + member.text(), Type::state);
}

Circle Circle::of(const Handle& person) { return Circle("person:" + person.text(), Type::person); }

std::optional<Member> Circle::member() const {
    if (type_ == Type::dmr) return Member::dmr();
    if (type_ == Type::state) return Member::parse(std::string_view(text_).substr(6));
    return std::nullopt;
}

std::optional<Handle> Circle::person() const {
    if (type_ == Type::person) return Handle::parse(std::string_view(text_).substr(7));
    return std::nullopt;
}

KeyId KeyId::of(const crypto::VerifyKey& key) {
    const auto digest = crypto::sha256(key.bytes);
    KeyId id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

std::optional<KeyId> KeyId::parse(std::string_view hex) {
    const auto bytes = crypto::fixed<16>(crypto::hex_decode(hex));
    if (!bytes) return std::nullopt;
    return KeyId{*bytes};
}

std::string KeyId::text() const { return crypto::hex_encode(bytes); }

namespace {
constexpr auto role_names = std::to_array<std::pair<Role, std::string_view>>({
    {Role::officer, "officer"},
    {Role::focal_point, "focal-point"},
    {Role::national_reader, "national-reader"},
    {Role::expert, "expert"},
    {Role::agent, "agent"},
});
}  // namespace

std::string_view role_name(Role role) noexcept {
    for (const auto& [value, name] : role_names)
        if (value == role) return name;
    return "unknown";
}

std::optional<Role> parse_role(std::string_view text) noexcept {
    for (const auto& [value, name] : role_names)
        if (name == text) return value;
    return std::nullopt;
}

std::string RequestNumber::text() const {
    std::string digits = std::to_string(count);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    return "NFP/" + std::to_string(year) + "/" + digits;
}

std::optional<RequestNumber> RequestNumber::parse(std::string_view text) {
    if (!text.starts_with("NFP/") || text.size() < 12 || text[8] != '/') return std::nullopt;
    RequestNumber number;
    const auto read = [](std::string_view digits, auto& out) {
        const auto rest = std::from_chars(digits.data(), digits.data() + digits.size(), out).ptr;
        return std::ranges::all_of(digits, is_digit) && rest == digits.data() + digits.size();
    };
    if (!read(text.substr(4, 4), number.year) || !read(text.substr(9), number.count)) return std::nullopt;
    if (number.count == 0 || number.count > limits::integer_max || number.text() != text) return std::nullopt;
    return number;
}

unsigned utc_year(std::int64_t unix_seconds) noexcept {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{unix_seconds}});
    return static_cast<unsigned>(static_cast<int>(std::chrono::year_month_day{day}.year()));
}

std::string id_text(const EntryId& id) { return crypto::hex_encode(id); }

std::optional<EntryId> parse_id(std::string_view hex) { return crypto::fixed<32>(crypto::hex_decode(hex)); }

}  // namespace protocol
