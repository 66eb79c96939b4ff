// Names that identify things in the register: members, persons, circles. Parsed once, correct ever after.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "crypto/ed25519.hpp"
#include "crypto/sha256.hpp"

namespace protocol {

using EntryId = crypto::Digest;    // SHA-256 of header line + signature line
using NetworkId = crypto::Digest;  // SHA-256 of the genesis header

// A member state (ISO 3166-1 alpha-2, lower case) or the secretariat, `dmr`.
class Member {
public:
    static std::optional<Member> parse(std::string_view text);
    static Member dmr() { return Member("dmr"); }
    const std::string& text() const noexcept { return text_; }
    bool is_dmr() const noexcept { return text_ == "dmr"; }
    auto operator<=>(const Member&) const = default;

private:
    explicit Member(std::string_view text) : text_(text) {}
    std::string text_;
};

// A person: `fr.01`. Two to four digits; never reused.
class Handle {
public:
    static std::optional<Handle> parse(std::string_view text);
    const std::string& text() const noexcept { return text_; }
    Member member() const;
    auto operator<=>(const Handle&) const = default;

private:
    explicit Handle(std::string_view text) : text_(text) {}
    std::string text_;
};

// An audience that has a key pair: `network`, `dmr`, `state:fr`, `group:return`, `meeting:2026-1`, `person:fr.01`.
class Circle {
public:
    enum class Type { network, dmr, state, group, meeting, person };

    static std::optional<Circle> parse(std::string_view text);
    static Circle network() { return Circle("network", Type::network); }
    static Circle of(const Member& member);  // `dmr` or `state:xx`
    static Circle of(const Handle& person);  // `person:fr.01`
    const std::string& text() const noexcept { return text_; }
    Type type() const noexcept { return type_; }
    std::optional<Member> member() const;  // of `dmr` and `state:xx`
    std::optional<Handle> person() const;  // of `person:fr.01`
    std::strong_ordering operator<=>(const Circle& other) const { return text_ <=> other.text_; }
    bool operator==(const Circle& other) const { return text_ == other.text_; }

private:
    Circle(std::string_view text, Type type) : text_(text), type_(type) {}
    std::string text_;
    Type type_;
};

// Names a device: the first 16 bytes of SHA-256 of its signing key.
struct KeyId {
    std::array<std::uint8_t, 16> bytes{};
    static KeyId of(const crypto::VerifyKey& key);
    static std::optional<KeyId> parse(std::string_view hex);
    std::string text() const;
    auto operator<=>(const KeyId&) const = default;
};

struct CircleEpoch {
    Circle circle;
    std::uint64_t epoch = 0;  // from 1
    auto operator<=>(const CircleEpoch&) const = default;
};

// Whom a body is sealed to: a circle at an epoch, or one device.
using Audience = std::variant<CircleEpoch, KeyId>;

enum class Role { officer, focal_point, national_reader, expert, agent };
std::string_view role_name(Role role) noexcept;
std::optional<Role> parse_role(std::string_view text) noexcept;

// `NFP/2026/014`: gapless per UTC year, at least three digits.
struct RequestNumber {
    unsigned year = 0;
    std::uint64_t count = 0;
    std::string text() const;
    static std::optional<RequestNumber> parse(std::string_view text);
    auto operator<=>(const RequestNumber&) const = default;
};

unsigned utc_year(std::int64_t unix_seconds) noexcept;

std::string id_text(const EntryId& id);
std::optional<EntryId> parse_id(std::string_view hex);

}  // namespace protocol
