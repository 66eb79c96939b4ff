#include "clients/cli/age_arguments.hpp"

#include <algorithm>
#include <iterator>

#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/key_file.hpp"
#include "crypto/safety_words.hpp"

namespace clients::cli {
namespace {

using namespace crypto::age;
using age_files::KeyFault;
using age_files::Source;

bool is_standard(const std::string& name) { return name.empty() || name == "-"; }

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code none;
    if (std::filesystem::equivalent(a, b, none)) return true;
    return std::filesystem::absolute(a).lexically_normal() == std::filesystem::absolute(b).lexically_normal();
}

// Adds the keys of a file to `keys`. Nothing of the line at fault is shown: it may be a secret.
template <class Key>
bool add_keys(Context& context, const std::string& name, std::expected<std::vector<Key>, KeyFault> found,
              std::vector<Key>& keys) {
    if (found) {
        std::ranges::move(*found, std::back_inserter(keys));
        return true;
    }
    const auto [code, line] = found.error();
    if (line == 0) report_age(context, name, code);
    else context.warn(Msg::age_at_line, visible_line(name), line, explain_age_code(context, code));
    context.exit = Exit::refused;
    return false;
}

}  // namespace

void report_age(Context& context, const std::string& what, std::error_code code) {
    context.warn(Msg::age_at, visible_line(what), explain_age_code(context, code));
    context.exit = Exit::refused;
}

std::optional<Source> AgeArguments::source(const std::string& name) {
    if (is_standard(name)) {
        if (!is_standard_input_taken_) {
            is_standard_input_taken_ = true;
            return Source::standard_input();
        }
        context_.warn(Msg::age_input_twice);
        context_.exit = Exit::refused;
        return std::nullopt;
    }
    read_.push_back(name);
    auto opened = Source::open(name);
    if (opened) return *std::move(opened);
    report_age(context_, name, opened.error());
    return std::nullopt;
}

std::optional<Source> AgeArguments::input(const std::vector<std::string>& names) {
    if (names.size() > 1) {
        context_.warn(Msg::age_too_many_inputs, names.size());
        context_.exit = Exit::refused;
        return std::nullopt;
    }
    const std::string name = names.empty() ? "-" : names.front();
    is_input_standard_ = is_standard(name);
    input_name_ = is_input_standard_ ? context_.say(Msg::age_standard_input) : name;
    return source(name);
}

bool AgeArguments::is_input_typed() const { return is_input_standard_ && is_terminal(Stream::input); }

std::optional<crypto::SecretBytes> AgeArguments::key_file(const std::string& name) {
    auto from = source(name);
    if (!from) return std::nullopt;
    auto text = read_key_file(*from);
    if (text && age_files::is_sealed(crypto::as_text(*text))) text = age_files::unseal(crypto::as_text(*text), passphrase(name));
    if (text) return *std::move(text);
    report_age(context_, name, text.error());
    return std::nullopt;
}

std::optional<std::vector<Recipient>> AgeArguments::recipients(const std::vector<std::string>& keys,
                                                               const std::vector<std::string>& files) {
    std::vector<Recipient> all;
    for (const auto& text : keys) {
        const auto recipient = age_files::parse_recipient(text);
        if (!recipient) {
            report_age(context_, excerpt(text, 40), recipient.error());
            return std::nullopt;
        }
        all.push_back(*recipient);
    }
    for (const auto& name : files) {
        const auto text = key_file(name);
        if (!text || !add_keys(context_, name, age_files::parse_recipients(crypto::as_text(*text)), all)) return std::nullopt;
    }
    return all;
}

std::optional<std::vector<crypto::age::Identity>> AgeArguments::identities(const std::vector<std::string>& files) {
    std::vector<crypto::age::Identity> all;
    for (const auto& name : files) {
        const auto text = key_file(name);
        if (!text || !add_keys(context_, name, age_files::parse_identities(crypto::as_text(*text)), all)) return std::nullopt;
    }
    return all;
}

bool AgeArguments::may_write(const std::string& output) {
    for (const auto& name : read_) {
        if (is_standard(output) || !is_same_file(name, output)) continue;
        context_.warn(Msg::age_same_file, visible_line(output));
        context_.exit = Exit::refused;
        return false;
    }
    return true;
}

std::optional<Passphrase> AgeArguments::new_passphrase() {
    const std::string ask = context_.say(Msg::age_ask_new_passphrase);
    auto typed = read_new_passphrase_at_terminal(ask, context_.say(Msg::ask_passphrase_again), context_.passphrase_file);
    if (typed) return Passphrase(*std::move(typed));
    if (typed.error() == terminal_errc::passphrase_empty && !context_.passphrase_file) {
        auto made = crypto::random_passphrase();
        auto shown = crypto::to_secret(context_.say(Msg::age_made_passphrase));
        shown.insert(shown.end(), made.begin(), made.end());
        shown.push_back('\n');
        tell_at_terminal(shown);
        return Passphrase(std::move(made));
    }
    context_.warn(Msg::text_refused, "-p", explain_code(context_, typed.error()));
    context_.exit = Exit::refused;
    return std::nullopt;
}

PassphraseSource AgeArguments::passphrase(const std::string& of) {
    return {.ask = [this, of]() -> std::expected<Passphrase, std::error_code> {
        const std::string prompt = context_.say(Msg::age_ask_passphrase, visible_line(of));
        auto typed = read_passphrase_at_terminal(prompt, context_.passphrase_file);
        if (!typed) return std::unexpected(typed.error());
        return Passphrase(*std::move(typed));
    }};
}

}  // namespace clients::cli
