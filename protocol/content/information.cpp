#include "protocol/content/information.hpp"

#include "protocol/content/json_fields.hpp"
#include "protocol/content/limits.hpp"

namespace protocol::content {

nlohmann::json to_json(const Information& information) {
    return {{"title", information.title},
            {"language", code(information.language)},
            {"text", information.text},
            {"propose_dissemination", information.propose_dissemination}};
}

std::expected<Information, std::error_code> parse_information(const nlohmann::json& content) {
    if (const auto broken = check_fields(content, {"title", "language", "text", "propose_dissemination"})) {
        return std::unexpected(broken);
    }
    Information information;
    auto title = read_text(content, "title", {title_characters_max, true});
    if (!title) return std::unexpected(title.error());
    information.title = *std::move(title);
    const auto language = read_language(content);
    if (!language) return std::unexpected(language.error());
    information.language = *language;
    auto text = read_text(content, "text", {information_characters_max});
    if (!text) return std::unexpected(text.error());
    information.text = *std::move(text);
    const nlohmann::json& proposal = content.at("propose_dissemination");
    if (!proposal.is_boolean()) return std::unexpected(make_error_code(errc::malformed_content));
    information.propose_dissemination = proposal.get<bool>();
    return information;
}

}  // namespace protocol::content
