#include "crypto/recovery/errc.hpp"

#include <string>

namespace crypto::recovery {
namespace {

struct Category final : std::error_category {
    const char* name() const noexcept override { return "recovery"; }
    std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::text_too_long: return "more text than the words of a recovery sheet";
            case errc::unknown_word: return "a word is not in the list";
            case errc::wrong_word_count: return "a recovery sheet has another number of words";
            case errc::wrong_checksum: return "the words do not fit together";
            case errc::malformed_share: return "this is not a part of a recovery key";
            case errc::invalid_threshold: return "a recovery key is not split so";
            case errc::mixed_sets: return "the part belongs to another set";
            case errc::duplicate_share: return "the part was given already";
            case errc::too_few_shares: return "there are fewer parts than are needed";
            case errc::inconsistent_shares: return "the parts do not fit together";
        }
        return "unknown recovery error";
    }
};

}  // namespace

std::error_code make_error_code(errc e) noexcept {
    static const Category category;
    return {static_cast<int>(e), category};
}

}  // namespace crypto::recovery
