#include "clients/core/messages/messages.hpp"

#include <algorithm>
#include <cassert>

namespace clients {

std::optional<Msg> find_message(std::string name) {
    std::ranges::replace(name, '-', '_');
    const auto found = std::ranges::find(catalogue, name, &Message::name);
    if (found == catalogue.end()) return std::nullopt;
    return static_cast<Msg>(found - catalogue.begin());
}

std::string_view text_of(Language language, Msg message) noexcept {
    const Message& entry = catalogue[static_cast<std::size_t>(message)];
    return language == Language::fr ? entry.french : entry.english;
}

std::string say_with(Language language, Msg message, fmt::format_args args) {
    const std::string_view text = text_of(language, message);
    try {
        return fmt::vformat(text, args);
    } catch (const fmt::format_error&) {
        assert(false && "the arguments match the placeholders");
        return std::string{text};
    }
}

}  // namespace clients
