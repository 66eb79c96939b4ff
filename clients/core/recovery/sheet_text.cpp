#include "clients/core/recovery/sheet_text.hpp"

#include "clients/core/recovery/limits.hpp"
#include "crypto/encoding.hpp"
#include "protocol/content/visible.hpp"

namespace clients::recovery {
namespace {

using protocol::content::excerpt;

std::string member_of(const Sheet& sheet) { return excerpt(sheet.heading.member, name_characters_max); }

}  // namespace

std::string title(const Sheet& sheet, Language language) {
    if (!sheet.part) return say(language, Msg::recovery_title);
    return say(language, Msg::recovery_title_part, sheet.part->number, sheet.part->threshold.total());
}

std::vector<std::string> facts(const Sheet& sheet, Language language) {
    std::vector<std::string> lines{say(language, Msg::recovery_network, excerpt(sheet.heading.network, name_characters_max)),
                                   say(language, Msg::recovery_member, member_of(sheet)),
                                   say(language, Msg::recovery_date, protocol::content::format_date(sheet.heading.date)),
                                   say(language, Msg::recovery_number, sheet.number.text())};
    if (!sheet.heading.network_id.empty()) lines.push_back(say(language, Msg::recovery_network_id, sheet.heading.network_id));
    if (sheet.part) {
        const auto& threshold = sheet.part->threshold;
        const std::string set = crypto::hex_encode(sheet.part->set);
        lines.push_back(say(language, Msg::recovery_set, set, threshold.needed(), threshold.total()));
    }
    return lines;
}

std::vector<std::string> instructions(const Sheet& sheet, Language language) {
    const std::string member = member_of(sheet);
    std::vector<std::string> paragraphs;
    if (sheet.part) {
        const auto& threshold = sheet.part->threshold;
        paragraphs = {say(language, Msg::recovery_purpose_part, member, threshold.needed(), threshold.total()),
                      say(language, Msg::recovery_holders_part)};
    } else {
        paragraphs = {say(language, Msg::recovery_purpose, member), say(language, Msg::recovery_holders, member)};
    }
    for (const Msg common : {Msg::recovery_once, Msg::recovery_nowhere_else, Msg::recovery_keep, Msg::recovery_typing}) {
        paragraphs.push_back(say(language, common));
    }
    return paragraphs;
}

}  // namespace clients::recovery
