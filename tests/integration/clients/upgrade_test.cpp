// What earlier programs wrote is served, checked and read by these; what later ones will write is refused by name.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/integration/clients/running_network.hpp"

namespace clients::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// The frozen homes know their gateway by one port, and tests run side by side: they take turns.
class PortTurn {
public:
    PortTurn() : fd_(::open((fs::temp_directory_path() / "nfp-frozen-port.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (fd_ < 0 || ::flock(fd_, LOCK_EX) != 0) throw std::runtime_error("cannot lock the turn");
    }
    ~PortTurn() { ::close(fd_); }
    PortTurn(const PortTurn&) = delete;
    PortTurn& operator=(const PortTurn&) = delete;

private:
    int fd_;
};

// A copy of tests/fixtures/v1 as `serve` and `nfp` find it.
class v1 : public testing::Test {
protected:
    PortTurn turn;   // until the gateway below has ended
    ::test::TemporaryFolder folder;
    ::test::GatewayProcess gateway{std::string(NFP_BIN_DIR) + "/nfp-gateway"};

    void SetUp() override {
        const fs::path fixture = fs::path(NFP_SOURCE_DIR) / "tests/fixtures/v1";
        fs::copy(fixture, folder.path(), fs::copy_options::recursive);
        fs::remove_all(gateway.folder());
        fs::copy(fixture / "gateway", gateway.folder(), fs::copy_options::recursive);
        fs::copy_file(fixture / "store.key", gateway.store_key(), fs::copy_options::overwrite_existing);
        for (const fs::path& path : {folder.path(), gateway.store_key(), gateway.folder()}) {
            if (fs::is_directory(path))
                for (const auto& one : fs::recursive_directory_iterator(path)) close(one.path());  // git keeps no modes
            close(path);
        }
    }
    static void close(const fs::path& path) {
        fs::permissions(path, fs::perms::group_all | fs::perms::others_all, fs::perm_options::remove);
    }
    void set_version(const fs::path& database, int version) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(database.c_str(), &raw), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(raw, ("PRAGMA user_version = " + std::to_string(version)).c_str(), nullptr, nullptr, nullptr),
                  SQLITE_OK);
        sqlite3_close(raw);
    }
    ::test::Finished check(std::vector<std::string> words = {}) {
        words.insert(words.begin(),
                     {std::string(NFP_BIN_DIR) + "/nfp-gateway", "check", gateway.folder(), "--store-key", gateway.store_key()});
        return ::test::run(words);
    }
    ::test::Finished nfp(const std::string& who, std::vector<std::string> words) {
        words.insert(words.begin(), {"/bin/sh", "-c", "exec \"$@\" </dev/null 2>&1", "sh", std::string(NFP_BIN_DIR) + "/nfp",
                                     "--home", folder / who, "--passphrase-file", folder / "passphrase", "--lang", "en"});
        return ::test::run(words);
    }
    // The gateway has slept for long: its operator confirms the clock.
    void start() {
        gateway.start();
        ::kill(gateway.pid(), SIGUSR1);
    }
};

TEST_F(v1, is_served_checked_and_read) {
    const auto checked = check({"--json"});
    ASSERT_EQ(checked.code, 0) << checked.output;
    const auto report = json::parse(checked.output);
    EXPECT_EQ(report.at("schema_version"), 1);
    EXPECT_EQ(report.at("register").at("numbered"), 1);
    start();
    for (const char* who : {"dmr", "fr"}) {
        const auto synced = nfp(who, {"sync"});
        EXPECT_EQ(synced.code, 0) << synced.output;
        const auto list = nfp(who, {"request", "list"});
        EXPECT_NE(list.output.find("A frozen question"), std::string::npos) << list.output;
        const auto number = list.output.substr(list.output.find("NFP/"), 12);
        const auto compiled = nfp(who, {"compile", number});
        EXPECT_NE(compiled.output.find("yes -- déjà gelé"), std::string::npos) << compiled.output;
        EXPECT_NE(compiled.output.find("4711"), std::string::npos) << compiled.output;
    }
    EXPECT_EQ(check().code, 0);
}

TEST_F(v1, is_written_on) {
    start();
    std::ofstream(folder / "request.md")
        << "Title: Asked later\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n1. Still so? [yes/no]\n";
    const auto sent = nfp("fr", {"request", "send", "--yes", folder / "request.md"});
    EXPECT_EQ(sent.code, 0) << sent.output;
    const auto inbox = nfp("dmr", {"inbox"});
    EXPECT_NE(inbox.output.find("Asked later"), std::string::npos) << inbox.output;
    EXPECT_EQ(gateway.stop(), 0);
    EXPECT_EQ(check().code, 0);
}

TEST_F(v1, of_a_later_schema_is_refused_by_name_and_left_alone) {
    set_version(gateway.folder() / "register.sqlite", 99);
    const auto checked = check();
    EXPECT_EQ(checked.code, 3);
    EXPECT_NE(checked.output.find("schema version 99"), std::string::npos) << checked.output;
    const auto served =
        ::test::run({std::string(NFP_BIN_DIR) + "/nfp-gateway", "serve", gateway.folder(), "--store-key", gateway.store_key()});
    EXPECT_EQ(served.code, 3);
    EXPECT_NE(served.output.find("schema version 99"), std::string::npos) << served.output;
    EXPECT_NE(served.output.find("newer nfp-gateway"), std::string::npos) << served.output;
    set_version(gateway.folder() / "register.sqlite", 1);
    EXPECT_EQ(check().code, 0);
}

}  // namespace
}  // namespace clients::test
