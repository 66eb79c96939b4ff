// The text of gateway.json taken apart: JSON with comments, one flat object; each key with its value and its place.
#pragma once

#include "gateway/config.hpp"
#include "gateway/settings.hpp"

namespace gateway {

// Anything but a text or a whole number (protocol/located_json.hpp) is `other`: no setting takes it.
struct OtherValue {};
using GivenValue = std::variant<std::uint64_t, std::string, OtherValue>;

struct GivenSetting {
    std::string key;
    GivenValue value;
    std::size_t line = 0;    // of the key, from 1
    std::size_t column = 0;
};
struct ConfigDocument {
    std::vector<GivenSetting> given;       // in order; a key that stands twice is there twice
    std::vector<ConfigProblem> problems;   // what is no such document, and then nothing is given: at most one
};
ConfigDocument parse_config_document(const std::string& text);

}  // namespace gateway
