#include "clients/cli/recovery_words.hpp"

#include "clients/cli/terminal.hpp"
#include "clients/core/recovery/error_text.hpp"
#include "crypto/recovery/split.hpp"

namespace clients::cli {
namespace {

using namespace crypto::recovery;

std::string words_for(Language language, const auto& error) { return clients::recovery::describe(language, error); }
std::string words_for(Language language, std::error_code error) {
    return clients::recovery::describe(language, static_cast<crypto::recovery::errc>(error.value()));
}

// One sheet after the other, until they give the secret.
class Collected {
public:
    // What was typed is taken, or refused with words and nothing is changed.
    std::optional<std::string> take(Language language, std::string_view typed) {
        if (!shares_) {
            auto whole = crypto::recovery::parse_secret(typed);
            if (whole) return secret_.emplace(std::move(*whole)), std::nullopt;
            const auto& error = whole.error();
            if (error != WordsError{crypto::recovery::errc::wrong_word_count, share_words_count})
                return words_for(language, error);
        }
        auto share = parse_share(typed);
        if (!share) return words_for(language, share.error());
        if (!shares_) return shares_.emplace(std::move(*share)), std::nullopt;
        const auto error = shares_->add(std::move(*share));
        return error ? std::optional(words_for(language, error)) : std::nullopt;
    }
    bool complete() const { return secret_ || (shares_ && shares_->missing() == 0); }
    std::size_t missing() const { return shares_ ? shares_->missing() : 1; }
    std::expected<RecoverySecret, std::error_code> secret() {
        if (secret_) return std::move(*secret_);
        if (shares_) return shares_->combine();
        return std::unexpected(make_error_code(crypto::recovery::errc::too_few_shares));
    }

private:
    std::optional<RecoverySecret> secret_;
    std::optional<ShareSet> shares_;
};

// False when there is nothing more to read (reported).
bool read_one(Context& context, Collected& collected, const std::optional<std::filesystem::path>& file) {
    const auto prompt =
        collected.missing() > 1 ? context.say(Msg::ask_recovery_part, collected.missing()) : context.say(Msg::ask_recovery_words);
    const auto typed = read_passphrase(prompt, file);
    if (!typed) {
        report(context, {.code = typed.error(), .problem = {}, .detail = file ? file->string() : std::string()});
        return false;
    }
    const auto refused = collected.take(context.language, crypto::as_text(*typed));
    if (!refused) return true;
    std::cerr << context.say(Msg::failed, *refused) << '\n';
    const bool again = !file && is_terminal(Stream::input);
    if (!again) context.exit = Exit::refused;
    return again;
}

}  // namespace

std::optional<RecoverySecret> read_recovery_secret(Context& context, const std::vector<std::filesystem::path>& files) {
    Collected collected;
    for (const auto& file : files)
        if (!read_one(context, collected, file)) return std::nullopt;
    while (files.empty() && !collected.complete())
        if (!read_one(context, collected, std::nullopt)) return std::nullopt;
    auto secret = collected.secret();
    if (secret) return std::move(*secret);
    std::cerr << context.say(Msg::failed, words_for(context.language, secret.error())) << '\n';
    context.exit = Exit::refused;
    return std::nullopt;
}

}  // namespace clients::cli
