#include "crypto/box.hpp"

#include <gtest/gtest.h>

#include "crypto/random.hpp"

namespace crypto {
namespace {

TEST(box, round_trips) {
    const auto key = random_secret<BoxKey>();
    for (const std::string_view text : {"", "x", "a longer plaintext"}) {
        const Bytes box = box_seal(key, as_bytes(text), as_bytes("where"));
        EXPECT_EQ(box.size(), text.size() + box_overhead_bytes);
        const auto opened = box_open(key, box, as_bytes("where"));
        ASSERT_TRUE(opened);
        EXPECT_EQ(as_text(*opened), text);
    }
}

TEST(box, opens_only_with_its_key_and_associated_data) {
    const auto key = random_secret<BoxKey>();
    const Bytes box = box_seal(key, as_bytes("text"), as_bytes("row 1"));
    EXPECT_FALSE(box_open(key, box, as_bytes("row 2")));
    EXPECT_FALSE(box_open(key, box, {}));
    EXPECT_FALSE(box_open(random_secret<BoxKey>(), box, as_bytes("row 1")));
}

TEST(box, refuses_every_altered_byte_and_every_length) {
    const auto key = random_secret<BoxKey>();
    const Bytes box = box_seal(key, as_bytes("text"), {});
    for (std::size_t at = 0; at < box.size(); ++at) {
        Bytes altered = box;
        altered[at] ^= 0x80;
        EXPECT_FALSE(box_open(key, altered, {})) << at;
        EXPECT_FALSE(box_open(key, ByteView(box).first(at), {})) << at;
    }
    Bytes longer = box;
    longer.push_back(0);
    EXPECT_FALSE(box_open(key, longer, {}));
}

TEST(box, differs_each_time) {
    const auto key = random_secret<BoxKey>();
    EXPECT_NE(box_seal(key, as_bytes("text"), {}), box_seal(key, as_bytes("text"), {}));
}

}  // namespace
}  // namespace crypto
