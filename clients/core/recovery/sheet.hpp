// A recovery sheet: what is printed once and kept in a ministry's safe. Whole, or one part of a split key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/recovery/share.hpp"
#include "protocol/content/calendar.hpp"

namespace clients::recovery {

// Whose sheets they are. Names are foreign text: shown as visible_line(), cut when they are too long.
struct Heading {
    std::string network;
    std::string member;  // as people call it: "Estonia (ee)"
    protocol::content::Date date;
    std::string network_id{};   // its first digits, to be compared when the sheet is used; empty: not shown
};

struct Sheet {
    Heading heading;
    crypto::recovery::Fingerprint number;  // of the whole key, on every part too
    crypto::recovery::Words words;
    std::optional<crypto::recovery::ShareLabel> part;  // nothing: the whole key
};

Sheet whole_sheet(const Heading& heading, const crypto::recovery::RecoverySecret& secret);

// One for each part of a new split, in order of their numbers.
std::vector<Sheet> part_sheets(const Heading& heading, const crypto::recovery::RecoverySecret& secret,
                               crypto::recovery::Threshold threshold);

}  // namespace clients::recovery
