// The one table of settings: loader, `check`, the example and the JSON schema are all made from it.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/config.hpp"

namespace gateway {

struct WholeNumber {
    std::uint64_t min = 0;
    std::uint64_t max = 0;
};
struct OneOf {
    std::vector<std::string_view> words;
};
// HOST:PORT, as address_pattern says.
struct ListenAddress {};
using SettingType = std::variant<WholeNumber, OneOf, ListenAddress>;

using SettingValue = std::variant<std::uint64_t, std::string>;

struct Setting {
    std::string_view name;
    std::string_view comment;  // for people, above the key; empty: that of the key before covers it
    SettingType type;
    void (*set)(Config&, const SettingValue&);   // a value that fits the type
    SettingValue (*get)(const Config&);
};
std::span<const Setting> settings();

// What a value must be, after "must be ": "a whole number from 1 to 64".
std::string expected_of(const SettingType& type);

// In the dialect that C++ and JSON Schema share (ECMA-262).
inline constexpr const char* address_pattern =
    R"(^(\[[0-9A-Za-z:.%_-]+\]|[0-9A-Za-z._-]+):)"
    R"((0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$)";

}  // namespace gateway
