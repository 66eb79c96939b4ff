// What the client says to people. One catalogue (catalogue.def), two languages, one function.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/content/language.hpp"

namespace clients {

using protocol::content::Language;

enum class Msg {
#define MESSAGE(name, english, french) name,
#include "clients/core/messages/catalogue.def"
#undef MESSAGE
};

struct Message {
    std::string_view name;
    std::string_view english;
    std::string_view french;
};

inline constexpr auto catalogue = std::to_array<Message>({
#define MESSAGE(name, english, french) {#name, english, french},
#include "clients/core/messages/catalogue.def"
#undef MESSAGE
});

// The message of that name, hyphens taken as underscores, if there is one.
std::optional<Msg> find_message(std::string name);

// The text with its placeholders, as it stands in the catalogue.
std::string_view text_of(Language language, Msg message) noexcept;

// Fills in a message. Arguments that do not match its placeholders are a bug; the text is then given unfilled.
std::string say_with(Language language, Msg message, fmt::format_args args);

// The message in that language. Foreign text among the arguments must have passed through visible() before.
template <class... Args>
std::string say(Language language, Msg message, const Args&... args) {
    return say_with(language, message, fmt::make_format_args(args...));
}

}  // namespace clients
