#include "clients/core/recovery/error_text.hpp"

#include "crypto/recovery/limits.hpp"
#include "crypto/recovery/share.hpp"

namespace clients::recovery {

using crypto::recovery::errc;

std::string describe(Language language, const crypto::recovery::WordsError& error) {
    switch (error.rule) {
        case errc::text_too_long: return say(language, Msg::recovery_text_too_long);
        case errc::unknown_word: return say(language, Msg::recovery_unknown_word, error.number);
        case errc::wrong_word_count:
            return say(language, Msg::recovery_wrong_word_count, error.number, crypto::recovery::secret_words_count,
                       crypto::recovery::share_words_count);
        case errc::wrong_checksum: return say(language, Msg::recovery_wrong_checksum);
        case errc::malformed_share: return say(language, Msg::recovery_malformed_share);
        case errc::invalid_threshold:
            return say(language, Msg::recovery_invalid_threshold, crypto::recovery::shares_needed_min,
                       crypto::recovery::shares_max);
        case errc::mixed_sets: return say(language, Msg::recovery_mixed_sets);
        case errc::duplicate_share: return say(language, Msg::recovery_duplicate_share);
        case errc::too_few_shares: return say(language, Msg::recovery_too_few_shares);
        case errc::inconsistent_shares: return say(language, Msg::recovery_inconsistent_shares);
    }
    return {};
}

std::string describe(Language language, errc rule) { return describe(language, crypto::recovery::WordsError{rule}); }

}  // namespace clients::recovery
