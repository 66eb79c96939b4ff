#include "gateway/store/store_key.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "crypto/encoding.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gateway::store {
namespace {

namespace fs = std::filesystem;

class store_key : public testing::Test {
protected:
    test::TemporaryFolder folder;
    fs::path data = folder / "data";

    fs::path write(const std::string& text, fs::perms mode = fs::perms::owner_read) {
        const auto file = folder / "key";
        std::ofstream(file) << text;
        fs::permissions(file, mode);
        return file;
    }
};

TEST_F(store_key, is_made_once_readable_by_its_owner_alone) {
    create_store_key(folder / "key", data);
    EXPECT_EQ(fs::status(folder / "key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto key = read_store_key(folder / "key", data);
    EXPECT_THROW(create_store_key(folder / "key", data), std::runtime_error);
    EXPECT_TRUE(crypto::equal_constant_time(key.expose(), read_store_key(folder / "key", data).expose()));
}

TEST_F(store_key, reads_hex_and_base64) {
    const crypto::Bytes bytes(32, 0x5a);
    EXPECT_TRUE(crypto::equal_constant_time(read_store_key(write(crypto::hex_encode(bytes) + "\n"), data).expose(), bytes));
    fs::remove(folder / "key");
    EXPECT_TRUE(crypto::equal_constant_time(read_store_key(write(crypto::base64_encode(bytes)), data).expose(), bytes));
}

TEST_F(store_key, refuses_a_path_inside_the_data_folder) {
    fs::create_directories(data / "deep");
    EXPECT_THROW(create_store_key(data / "key", data), std::runtime_error);
    EXPECT_THROW(create_store_key(data / "deep" / ".." / "key", data), std::runtime_error);
    fs::create_directory_symlink(data, folder / "link");
    EXPECT_THROW(create_store_key(folder / "link" / "key", data), std::runtime_error);
    EXPECT_NO_THROW(create_store_key(folder / "data-key", data));  // a neighbour with the same beginning
}

TEST_F(store_key, refuses_what_others_may_read) {
    const auto file = write(std::string(64, 'a'), fs::perms::owner_read | fs::perms::group_read);
    EXPECT_THROW((void)read_store_key(file, data), std::runtime_error);
}

TEST_F(store_key, refuses_malformed_files) {
    for (const auto& text : {std::string(), std::string("key"), std::string(64, 'A'), std::string(63, 'a'),
                             std::string(64, 'a') + "\n\n", std::string(10'000, 'a')}) {
        fs::remove(folder / "key");
        EXPECT_THROW((void)read_store_key(write(text), data), std::runtime_error) << text.substr(0, 70);
    }
    EXPECT_THROW((void)read_store_key(folder / "absent", data), std::runtime_error);
}

TEST_F(store_key, derives_three_different_keys) {
    const auto keys = derive_keys(StoreKey(std::array<std::uint8_t, 32>{}));
    EXPECT_FALSE(crypto::equal_constant_time(keys.seal.expose(), keys.keys.expose()));
    EXPECT_FALSE(crypto::equal_constant_time(keys.seal.expose(), keys.blind.expose()));
}

}  // namespace
}  // namespace gateway::store
