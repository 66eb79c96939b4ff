#include "clients/core/home/home.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

const crypto::SecretBytes passphrase = crypto::to_secret("a passphrase of some words");

unsigned mode_of(const fs::path& path) {
    struct stat about {};
    EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
    return about.st_mode & 0777u;
}

bool same_keys(const Home& a, const Home& b) {
    return crypto::equal_constant_time(a.vault_key().expose(), b.vault_key().expose()) &&
           crypto::equal_constant_time(a.blind_key().expose(), b.blind_key().expose());
}

TEST(home, opens_again_with_its_passphrase) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "deep" / "home";
    const auto created = Home::create(path, passphrase);
    ASSERT_TRUE(created);
    const auto opened = Home::open(path, passphrase);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->path(), path);
    EXPECT_TRUE(same_keys(*created, *opened));
    EXPECT_FALSE(crypto::equal_constant_time(opened->vault_key().expose(), opened->blind_key().expose()));
}

TEST(home, is_private_whatever_the_umask) {
    const TemporaryFolder folder;
    const auto before = ::umask(0);
    const auto created = Home::create(folder.path() / "home", passphrase);
    ::umask(before);
    ASSERT_TRUE(created);
    EXPECT_EQ(mode_of(folder.path() / "home"), 0700u);
    EXPECT_EQ(mode_of(folder.path() / "home" / "home.json"), 0600u);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path() / "home"), {}), 1) << "no temporary file is left";
}

TEST(home, holds_neither_key_nor_passphrase_in_clear) {
    const TemporaryFolder folder;
    const auto home = Home::create(folder.path(), passphrase);
    ASSERT_TRUE(home);
    const std::string text = test::read_file(folder.path() / "home.json");
    EXPECT_EQ(text.find("passphrase of"), std::string::npos);
    EXPECT_EQ(text.find(crypto::as_text(home->vault_key().expose())), std::string::npos);
}

TEST(home, refuses_a_wrong_passphrase) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path(), passphrase));
    EXPECT_EQ(Home::open(folder.path(), crypto::to_secret("a passphrase of some word")).error(), home_errc::wrong_passphrase);
    EXPECT_THROW((void)Home::open(folder.path(), {}), std::invalid_argument);
}

TEST(home, is_never_overwritten) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path(), passphrase));
    const std::string before = test::read_file(folder.path() / "home.json");
    EXPECT_EQ(Home::create(folder.path(), crypto::to_secret("another passphrase")).error(), home_errc::home_exists);
    EXPECT_EQ(test::read_file(folder.path() / "home.json"), before);
}

TEST(home, of_two_created_at_once_one_is_refused) {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(Home::create(folder.path(), passphrase) ? 0 : 1);
    const auto mine = Home::create(folder.path(), passphrase);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_NE(mine.has_value(), WEXITSTATUS(status) == 0);
    if (!mine) {
        EXPECT_EQ(mine.error(), home_errc::home_exists);
    }
    EXPECT_TRUE(Home::open(folder.path(), passphrase));
}

TEST(home, refuses_a_cheap_passphrase_derivation) {
    const TemporaryFolder folder;
    EXPECT_THROW((void)Home::create(folder.path() / "h", passphrase, {.memory_kib = 64 * 1024 - 1, .passes = 3}),
                 std::invalid_argument);
    EXPECT_THROW((void)Home::create(folder.path() / "h", passphrase, {.memory_kib = 64 * 1024, .passes = 2}),
                 std::invalid_argument);
    EXPECT_THROW((void)Home::create(folder.path() / "h", {}), std::invalid_argument);
    EXPECT_FALSE(fs::exists(folder.path() / "h")) << "nothing was made";
}

TEST(home, names_what_is_missing) {
    const TemporaryFolder folder;
    EXPECT_EQ(Home::open(folder.path() / "none", passphrase).error(), home_errc::no_home);
    EXPECT_EQ(Home::open(folder.path(), passphrase).error(), home_errc::no_home);
    test::write_file(folder.path() / "file", "");
    EXPECT_EQ(Home::open(folder.path() / "file", passphrase).error(), home_errc::no_home);
}

TEST(home, refuses_a_damaged_file) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path(), passphrase));
    const auto file = folder.path() / "home.json";
    const std::string text = test::read_file(file);
    for (const std::string& damaged : {std::string(), text.substr(0, text.size() / 2), std::string(1 << 20, 'x')}) {
        test::write_file(file, damaged);
        EXPECT_EQ(Home::open(folder.path(), passphrase).error(), home_errc::damaged_home);
    }
    fs::remove(file);
    fs::create_directory(file);
    fs::permissions(file, fs::perms::owner_all);
    EXPECT_EQ(Home::open(folder.path(), passphrase).error(), home_errc::damaged_home);
}

TEST(home, refuses_what_others_can_get_at) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path(), passphrase));
    const auto file = folder.path() / "home.json";
    for (const auto right : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_exec}) {
        fs::permissions(folder.path(), right, fs::perm_options::add);
        EXPECT_EQ(Home::open(folder.path(), passphrase).error(), home_errc::insecure_permissions);
        fs::permissions(folder.path(), fs::perms::owner_all);
        fs::permissions(file, right, fs::perm_options::add);
        EXPECT_EQ(Home::open(folder.path(), passphrase).error(), home_errc::insecure_permissions);
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_TRUE(Home::open(folder.path(), passphrase));
}

TEST(home, does_not_follow_a_link_in_place_of_its_file) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path() / "real", passphrase));
    fs::create_directory(folder.path() / "other");
    fs::permissions(folder.path() / "other", fs::perms::owner_all);
    fs::create_symlink(folder.path() / "real" / "home.json", folder.path() / "other" / "home.json");
    EXPECT_EQ(Home::open(folder.path() / "other", passphrase).error(), home_errc::insecure_permissions);
    EXPECT_EQ(Home::create(folder.path() / "other", passphrase).error(), home_errc::home_exists);
}

TEST(home, takes_an_empty_folder_and_closes_it_but_not_a_used_one) {
    const TemporaryFolder folder;
    fs::create_directory(folder.path() / "empty");
    fs::permissions(folder.path() / "empty", fs::perms(0755));
    EXPECT_TRUE(Home::create(folder.path() / "empty", passphrase));
    EXPECT_EQ(mode_of(folder.path() / "empty"), 0700u);

    fs::create_directory(folder.path() / "used");
    fs::permissions(folder.path() / "used", fs::perms(0755));
    test::write_file(folder.path() / "used" / "letter.txt", "text");
    EXPECT_EQ(Home::create(folder.path() / "used", passphrase).error(), home_errc::insecure_permissions);
    EXPECT_EQ(mode_of(folder.path() / "used"), 0755u) << "somebody else may need it so";
}

}  // namespace
}  // namespace clients
