#include "protocol/content/json_fields.hpp"

#include <algorithm>

#include "protocol/content/errc.hpp"
#include "protocol/content/limits.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/utf8.hpp"

namespace protocol::content {
std::error_code check_text(std::string_view text, TextBounds bounds) {
    if (text.size() > bounds.characters_max * 4) return errc::field_too_long;  // before walking through it
    std::size_t characters = 0;
    for (std::string_view rest = text; !rest.empty(); ++characters) {
        const auto c = first_code_point(rest);
        if (!c) return errc::invalid_utf8;
        const bool allowed_control = !bounds.one_line && (c->value == '\n' || c->value == '\t');
        if (is_control(c->value) && !allowed_control) return errc::control_character;
        rest.remove_prefix(c->size);
    }
    if (characters > bounds.characters_max) return errc::field_too_long;
    if (text.empty() || trim(text) != text) return errc::malformed_content;
    return {};
}

std::error_code check_fields(const nlohmann::json& value, std::initializer_list<std::string_view> required,
                             std::initializer_list<std::string_view> optional) {
    if (!value.is_object()) return errc::malformed_content;
    const auto listed = [](std::initializer_list<std::string_view> names, std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    std::size_t found = 0;
    for (const auto& [name, field] : value.items()) {
        if (listed(required, name))
            ++found;
        else if (!listed(optional, name))
            return errc::unknown_field;
    }
    return found == required.size() ? std::error_code{} : errc::malformed_content;
}

std::expected<std::string, std::error_code> read_text(const nlohmann::json& object, const char* name,
                                                      TextBounds bounds) {
    const auto* text = object.at(name).get_ptr<const nlohmann::json::string_t*>();
    if (text == nullptr) return std::unexpected(make_error_code(errc::malformed_content));
    if (const auto broken = check_text(*text, bounds)) return std::unexpected(broken);
    return *text;
}

std::expected<std::string, std::error_code> read_word(const nlohmann::json& object, const char* name) {
    const auto* text = object.at(name).get_ptr<const nlohmann::json::string_t*>();
    if (text == nullptr || text->size() > word_bytes_max) {
        return std::unexpected(make_error_code(errc::malformed_content));
    }
    return *text;
}

std::expected<Language, std::error_code> read_language(const nlohmann::json& object) {
    const auto word = read_word(object, "language");
    if (!word) return std::unexpected(word.error());
    if (const auto language = language_from_code(*word)) return *language;
    return std::unexpected(make_error_code(errc::invalid_language));
}

}  // namespace protocol::content
