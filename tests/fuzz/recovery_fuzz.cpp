// Words of recovery sheets as somebody types them: what is accepted is written back to words that mean the same.
#include <algorithm>

#include "crypto/recovery/split.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crypto::recovery;
    const auto text = fuzz::text(data, size);
    if (const auto secret = parse_secret(text)) {
        const auto again = parse_secret(crypto::as_text(words_of(*secret).compact()));
        fuzz::require(again && std::ranges::equal(again->expose(), secret->expose()));
    }
    auto share = parse_share(text);
    if (!share) return 0;
    const ShareLabel label = share->label;
    auto again = parse_share(crypto::as_text(words_of(*share).compact()));
    fuzz::require(again && again->label == label && std::ranges::equal(again->data.expose(), share->data.expose()));
    ShareSet together(std::move(*share));
    fuzz::require(together.add(std::move(*again)) == errc::duplicate_share);
    fuzz::require(together.missing() == label.threshold.needed() - 1 && !together.combine());
    return 0;
}
