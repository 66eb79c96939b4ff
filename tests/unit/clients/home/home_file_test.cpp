#include "clients/core/home/home_file.hpp"

#include <gtest/gtest.h>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "protocol/canonical_json.hpp"

namespace clients {
namespace {

HomeFile sample() {
    HomeFile file{.cost = {}, .salt = {}, .sealed_root = crypto::Bytes(VaultRoot::bytes_count + crypto::box_overhead_bytes, 7)};
    file.salt.fill(3);
    return file;
}

// The text with `change` made to its object and a checksum that fits again: as somebody would write it who means it.
std::string changed(const std::function<void(protocol::Json&)>& change) {
    auto object = protocol::Json::parse(home_file_text(sample()));
    object.erase("checksum");
    change(object);
    object["checksum"] = crypto::hex_encode(crypto::sha256(object.dump()));
    return object.dump() + "\n";
}

TEST(home_file, round_trips) {
    const auto parsed = parse_home_file(home_file_text(sample()));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, sample());
    EXPECT_TRUE(parse_home_file(changed([](auto&) {})));
}

TEST(home_file, refuses_every_altered_byte_and_every_length) {
    const std::string text = home_file_text(sample());
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string altered = text;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        EXPECT_FALSE(parse_home_file(altered)) << at;
        EXPECT_EQ(parse_home_file(text.substr(0, at)).error(), home_errc::damaged_home) << at;
    }
    EXPECT_EQ(parse_home_file(text + "\n").error(), home_errc::damaged_home);
    EXPECT_EQ(parse_home_file(text + text).error(), home_errc::damaged_home);
    EXPECT_EQ(parse_home_file(std::string(1 << 20, '[')).error(), home_errc::damaged_home);
}

TEST(home_file, refuses_a_cost_below_the_floor_or_above_the_ceiling) {
    const auto with_cost = [](std::uint64_t memory_kib, std::uint64_t passes) {
        return parse_home_file(changed([&](auto& object) {
            object["kdf"]["memory_kib"] = memory_kib;
            object["kdf"]["passes"] = passes;
        }));
    };
    EXPECT_TRUE(with_cost(64 * 1024, 3));
    EXPECT_TRUE(with_cost(128 * 1024, 4));
    EXPECT_EQ(with_cost(64 * 1024 - 1, 3).error(), home_errc::damaged_home);
    EXPECT_EQ(with_cost(64 * 1024, 2).error(), home_errc::damaged_home);
    EXPECT_EQ(with_cost(8, 1).error(), home_errc::damaged_home);
    EXPECT_EQ(with_cost(std::uint64_t{1} << 32, 3).error(), home_errc::damaged_home);
    EXPECT_EQ(with_cost(64 * 1024, 1'000'000).error(), home_errc::damaged_home);
}

TEST(home_file, refuses_a_newer_version_whatever_its_fields) {
    EXPECT_EQ(parse_home_file(changed([](auto& object) { object["v"] = 2; })).error(), home_errc::newer_version);
    EXPECT_EQ(parse_home_file("{\"something\":\"new\",\"v\":9}\n").error(), home_errc::newer_version);
    EXPECT_EQ(parse_home_file(changed([](auto& object) { object["v"] = 0; })).error(), home_errc::damaged_home);
}

TEST(home_file, refuses_missing_further_and_foreign_fields) {
    for (const char* field : {"kdf", "v", "vault_key"})
        EXPECT_EQ(parse_home_file(changed([&](auto& object) { object.erase(field); })).error(), home_errc::damaged_home) << field;
    EXPECT_EQ(parse_home_file(changed([](auto& object) { object["more"] = 1; })).error(), home_errc::damaged_home);
    EXPECT_EQ(parse_home_file(changed([](auto& object) { object["kdf"]["name"] = "argon2i"; })).error(), home_errc::damaged_home);
    EXPECT_EQ(parse_home_file(changed([](auto& object) { object["vault_key"] = "AAAA"; })).error(), home_errc::damaged_home);
}

TEST(home_file, seals_the_root_under_the_passphrase_and_the_salt) {
    const auto root = crypto::random_secret<VaultRoot>();
    const auto passphrase = crypto::to_secret("correct horse");
    HomeFile file = seal_root(root, passphrase, {});
    const auto opened = open_root(file, passphrase_key(file, passphrase));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(crypto::equal_constant_time(opened->expose(), root.expose()));
    EXPECT_FALSE(open_root(file, passphrase_key(file, crypto::to_secret("correct horsf"))));
    file.salt[0] ^= 1;
    EXPECT_FALSE(open_root(file, passphrase_key(file, passphrase)));
}

}  // namespace
}  // namespace clients
