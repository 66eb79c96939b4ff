#include "clients/core/files/new_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;

struct NewFiles : testing::Test {
    std::string path(const std::string& name) { return folder / name; }
    std::string content(const std::string& name) {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void put(const std::string& name, const std::string& text) { std::ofstream(path(name)) << text; }
    auto count() { return std::distance(fs::directory_iterator(folder.path()), {}); }
    static void write(NewFile& file, std::string_view text) { file.write(crypto::as_bytes(text)); }

    ::test::TemporaryFolder folder;
};

TEST_F(NewFiles, have_no_name_before_they_are_committed) {
    {
        auto file = NewFile::create(path("a")).value();
        write(file, "half");
        EXPECT_FALSE(fs::exists(path("a")));
        NewFile moved(std::move(file));
        write(moved, " and half");
        EXPECT_FALSE(fs::exists(path("a")));
        EXPECT_EQ(moved.commit(Existing::keep), std::error_code());
    }
    EXPECT_EQ(content("a"), "half and half");
    EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(count(), 1);
}

TEST_F(NewFiles, leave_nothing_when_they_are_given_up) {
    {
        auto file = NewFile::create(path("a")).value();
        write(file, "half");
    }
    EXPECT_EQ(count(), 0);
}

TEST_F(NewFiles, replace_what_is_there_only_when_that_is_wanted) {
    put("a", "old");
    {
        auto file = NewFile::create(path("a")).value();
        write(file, "new");
        EXPECT_EQ(file.commit(Existing::keep), std::errc::file_exists);
    }
    EXPECT_EQ(content("a"), "old");
    EXPECT_EQ(count(), 1);
    auto file = NewFile::create(path("a")).value();
    write(file, "new");
    EXPECT_EQ(content("a"), "old");
    EXPECT_EQ(file.commit(Existing::replace), std::error_code());
    EXPECT_EQ(content("a"), "new");
    EXPECT_EQ(count(), 1);
}

TEST_F(NewFiles, go_where_a_link_leads) {
    put("real", "old");
    fs::create_symlink("real", path("link"));
    auto file = NewFile::create(path("link")).value();
    write(file, "new");
    EXPECT_EQ(file.commit(Existing::replace), std::error_code());
    EXPECT_TRUE(fs::is_symlink(path("link")));
    EXPECT_EQ(content("real"), "new");
}

TEST_F(NewFiles, need_a_folder_and_a_name) {
    EXPECT_EQ(NewFile::create(path("none/a")).error(), std::errc::no_such_file_or_directory);
    EXPECT_EQ(NewFile::create(folder.path()).error(), std::errc::is_a_directory);
}

}  // namespace
}  // namespace clients
