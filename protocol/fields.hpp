// Reads the fields of a closed JSON object once each; what was not read at the end makes the object malformed.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "crypto/encoding.hpp"
#include "protocol/canonical_json.hpp"

namespace protocol {

// A failed read marks the whole object malformed and returns an empty value, so that a decoder is a plain list of fields
// with one check, done(), at its end.
class Fields {
public:
    explicit Fields(const Json& object) : object_(object), ok_(object.is_object()) {}

    bool has(std::string_view key) const { return ok_ && object_.contains(key); }
    std::string text(std::string_view key);
    std::uint64_t integer(std::string_view key, std::uint64_t max);
    Json object(std::string_view key);                          // null Json when missing
    Json array(std::string_view key, std::size_t count_max);    // never empty when present

    // Reads text through `parse`, a function std::optional<T>(std::string_view).
    template <class Parse>
    auto parsed(std::string_view key, Parse parse) -> decltype(parse(std::string_view{})) {
        auto value = parse(std::string_view(text(key)));
        if (!value) ok_ = false;
        return value;
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> hex(std::string_view key) {
        return fixed_or_fail<N>(crypto::hex_decode(text(key)));
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> base64(std::string_view key) {
        return fixed_or_fail<N>(crypto::base64_decode(text(key)));
    }

    void fail() { ok_ = false; }
    bool failed() const { return !ok_; }
    // True when every read succeeded and no field was left unread.
    bool done() const { return ok_ && read_.size() == object_.size(); }

private:
    const Json* find(std::string_view key);
    template <std::size_t N>
    std::array<std::uint8_t, N> fixed_or_fail(const std::optional<crypto::Bytes>& bytes) {
        const auto value = crypto::fixed<N>(bytes);
        if (!value) ok_ = false;
        return value.value_or(std::array<std::uint8_t, N>{});
    }

    const Json& object_;
    std::set<std::string, std::less<>> read_;
    bool ok_;
};

}  // namespace protocol
