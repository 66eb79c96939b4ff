// Both ways against stock age (FiloSottile/age, the Go implementation), in two versions: what it writes we open, what we write it
// opens. Ours is what `nfp age` runs.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "clients/core/age_files/key_file.hpp"
#include "clients/core/age_files/transfer.hpp"
#include "crypto/age/open_file.hpp"
#include "crypto/age/seal.hpp"
#include "crypto/random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/clients/terminal/with_terminal.hpp"

namespace {

using namespace crypto;
namespace age_files = clients::age_files;
namespace fs = std::filesystem;

constexpr std::size_t chunk = 64 * 1024;
const std::string typed = "correct horse battery";

struct Version {
    const char* name;
    std::string folder;
    bool knows_hybrid;
};
const Version newer{"1.3.2", NFP_PEERS_DIR "/bin", true};
const Version older{"1.1.1", NFP_PEERS_DIR "/age-1.1.1", false};

enum class Kind { hybrid, x25519, passphrase };
constexpr const char* kind_names[] = {"hybrid", "x25519", "passphrase"};

struct Case {
    Version version;
    Kind kind;
    age_files::Form form;

    std::string name() const {
        return std::string(version.knows_hybrid ? "age132" : "age111") + "_" + kind_names[static_cast<int>(kind)] +
               (form == age_files::Form::armored ? "_armored" : "");
    }
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name(); }  // GoogleTest looks for this name

// The stock tool and we in one folder of files, with keys of our making.
class StockAge : public testing::Test {
protected:
    std::string path(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, ByteView bytes) const {
        std::ofstream(path(name), std::ios::binary) << as_text(bytes);
    }
    Bytes read(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    // Its exit status is 0.
    static bool run(const std::string& command) { return std::system((command + " 2>/dev/null").c_str()) == 0; }
    // The same for a command that asks for the passphrase, `times` times, at its terminal.
    static bool run_asking(const std::string& command, int times) {
        clients::test::AtTerminal person([&] { return std::to_string(std::system(command.c_str())); });
        for (int i = 0; i < times; ++i) {
            person.wait_for(i == 0 ? "nter passphrase" : "onfirm passphrase");
            person.wait_until_hidden();
            person.type(typed + "\n");
        }
        person.wait_for_end();
        return person.result() == "0";
    }

    struct Keys {
        std::vector<age::Identity> identities;
        std::vector<age::Recipient> recipients;
    };
    // `count` keys for sealing; the file "identity" holds the last.
    Keys make_keys(Kind kind, int count = 1) const {
        Keys keys;
        std::string recipients;
        const auto use = [&](auto identity) {
            keys.recipients.emplace_back(identity.recipient());
            recipients += identity.recipient().text() + "\n";
            write("identity", identity.text());
            keys.identities.clear();
            keys.identities.emplace_back(std::move(identity));
        };
        for (int i = 0; i < count; ++i) {
            if (kind == Kind::hybrid) use(age::HybridIdentity::generate());
            if (kind == Kind::x25519) use(age::X25519Identity::generate());
        }
        write("recipients", as_bytes(recipients));
        return keys;
    }

    // ---- stock: from file "plain" to "sealed", from "sealed" to "opened" ----

    bool stock_seals(const Case& c) const {
        const std::string armor = c.form == age_files::Form::armored ? " -a" : "";
        const std::string files = armor + " -o " + path("sealed") + " " + path("plain");
        if (c.kind == Kind::passphrase) return run_asking(c.version.folder + "/age -p" + files, 2);
        return run(c.version.folder + "/age -R " + path("recipients") + files);
    }
    bool stock_opens(const Case& c) const {
        const std::string files = " -o " + path("opened") + " " + path("sealed");
        if (c.kind == Kind::passphrase) return run_asking(c.version.folder + "/age -d" + files, 1);
        return run(c.version.folder + "/age -d -i " + path("identity") + files);
    }

    // ---- ours, the same ----

    std::error_code we_seal(const Case& c, const Keys& keys) const {
        auto from = age_files::Source::open(path("plain")).value();
        const auto to = std::move(age_files::to_file(path("sealed"), clients::Existing::replace)).value();
        age_files::SealedFor whom = keys.recipients;
        if (c.kind == Kind::passphrase) whom = age::Passphrase(to_secret(typed));
        return age_files::encrypt(from, *to, whom, c.form, [](std::uint64_t) {});
    }
    std::error_code we_open(const Keys& keys) const {
        auto from = age_files::Source::open(path("sealed")).value();
        const auto to = std::move(age_files::to_file(path("opened"), clients::Existing::replace)).value();
        const age::PassphraseSource source{.ask = [] { return age::Passphrase(to_secret(typed)); }};
        return age_files::decrypt(from, *to, keys.identities, source, [](std::uint64_t) {});
    }

    void plain_of(std::size_t size) const {
        Bytes plaintext(size);
        fill_random(plaintext);
        write("plain", plaintext);
        for (const char* name : {"sealed", "opened"}) fs::remove(path(name));
    }

private:
    ::test::TemporaryFolder folder_;
};

class StockAgeBothWays : public StockAge, public testing::WithParamInterface<Case> {
protected:
    void SetUp() override {
        const std::string program = GetParam().version.folder + "/age";
        ASSERT_TRUE(fs::exists(program)) << program << " is missing; .ci/peers.sh fetches it";
    }
    static std::vector<std::size_t> sizes() {
        if (GetParam().kind == Kind::passphrase) return {0, 2 * chunk + 1};  // a second of scrypt for each
        return {0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * 1024 * 1024 + 17};
    }
};

TEST_P(StockAgeBothWays, opens_what_we_seal) {
    const Keys keys = make_keys(GetParam().kind);
    for (const std::size_t size : sizes()) {
        plain_of(size);
        ASSERT_EQ(we_seal(GetParam(), keys), std::error_code()) << size;
        ASSERT_TRUE(stock_opens(GetParam())) << size;
        EXPECT_TRUE(read("opened") == read("plain")) << size;
    }
}

TEST_P(StockAgeBothWays, seals_what_we_open) {
    const Keys keys = make_keys(GetParam().kind);
    for (const std::size_t size : sizes()) {
        plain_of(size);
        ASSERT_TRUE(stock_seals(GetParam())) << size;
        ASSERT_EQ(we_open(keys), std::error_code()) << size;
        EXPECT_TRUE(read("opened") == read("plain")) << size;
    }
}

TEST_P(StockAgeBothWays, refuses_what_we_truncate) {
    const Keys keys = make_keys(GetParam().kind);
    plain_of(chunk);
    ASSERT_EQ(we_seal(GetParam(), keys), std::error_code());
    Bytes sealed = read("sealed");
    sealed.resize(sealed.size() - (GetParam().form == age_files::Form::armored ? 40 : 1));
    write("sealed", sealed);
    EXPECT_FALSE(stock_opens(GetParam()));
    EXPECT_NE(we_open(keys), std::error_code());
}

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    for (const Version& version : {newer, older})
        for (const Kind kind : {Kind::hybrid, Kind::x25519, Kind::passphrase})
            for (const auto form : {age_files::Form::binary, age_files::Form::armored})
                if (version.knows_hybrid || kind != Kind::hybrid) cases.push_back({version, kind, form});
    return cases;
}

INSTANTIATE_TEST_SUITE_P(versions, StockAgeBothWays, testing::ValuesIn(all_cases()),
                         [](const auto& one) { return one.param.name(); });

TEST_F(StockAge, is_of_the_two_versions_that_the_tests_name) {
    for (const Version& version : {newer, older}) {
        ASSERT_TRUE(run(version.folder + "/age --version > " + path("version"))) << ".ci/peers.sh fetches it";
        EXPECT_NE(to_text(read("version")).find(version.name), std::string::npos) << to_text(read("version"));
    }
}

// Random sizes around the chunks' borders, recipients, armor, version and direction. A failing seed is named and can be set.
TEST_F(StockAge, agrees_on_files_of_random_shape) {
    const char* given = std::getenv("NFP_TEST_SEED");
    const auto seed = given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device()();
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) { return std::uniform_int_distribution<unsigned>(0, bound - 1)(random); };
    for (int round = 0; round < 60; ++round) {
        Case c{below(2) == 0 ? newer : older, Kind::x25519, below(2) == 0 ? age_files::Form::binary : age_files::Form::armored};
        if (c.version.knows_hybrid && below(2) == 0) c.kind = Kind::hybrid;
        const std::size_t border = below(5) * chunk;
        const std::size_t size = border + below(100) - std::min<std::size_t>(border, 50);
        const int recipients = 1 + static_cast<int>(below(5));
        const bool is_ours = below(2) == 0;
        SCOPED_TRACE("NFP_TEST_SEED=" + std::to_string(seed) + ", round " + std::to_string(round) + ": " + std::to_string(size) +
                     " bytes, " + std::to_string(recipients) + " recipients, age " + c.version.name +
                     (is_ours ? " opens" : " seals"));
        const Keys keys = make_keys(c.kind, recipients);
        plain_of(size);
        if (is_ours) {
            ASSERT_EQ(we_seal(c, keys), std::error_code());
            ASSERT_TRUE(stock_opens(c));
        } else {
            ASSERT_TRUE(stock_seals(c));
            ASSERT_EQ(we_open(keys), std::error_code());
        }
        ASSERT_TRUE(read("opened") == read("plain"));
    }
}

// More than any team: both tools write and read it.
TEST_F(StockAge, agrees_on_many_recipients) {
    const Case c{newer, Kind::hybrid, age_files::Form::binary};
    const Keys keys = make_keys(c.kind, 300);
    plain_of(10);
    ASSERT_TRUE(stock_seals(c));
    EXPECT_EQ(we_open(keys), std::error_code());
    ASSERT_EQ(we_seal(c, keys), std::error_code());
    fs::remove(path("opened"));
    EXPECT_TRUE(stock_opens(c));
}

TEST_F(StockAge, agrees_on_the_recipient_of_an_identity) {
    for (const Kind kind : {Kind::hybrid, Kind::x25519}) {
        make_keys(kind);
        ASSERT_TRUE(run(newer.folder + "/age-keygen -y -o " + path("derived") + " " + path("identity")));
        EXPECT_EQ(to_text(read("derived")), to_text(read("recipients")));
        fs::remove(path("derived"));
    }
}

TEST_F(StockAge, makes_keys_that_we_read) {
    for (const auto& [program, option] :
         {std::pair(newer.folder, " -pq"), std::pair(newer.folder, ""), std::pair(older.folder, "")}) {
        for (const char* name : {"generated", "derived"}) fs::remove(path(name));
        ASSERT_TRUE(run(program + "/age-keygen" + option + " -o " + path("generated")));
        ASSERT_TRUE(run(newer.folder + "/age-keygen -y -o " + path("derived") + " " + path("generated")));
        const auto identities = age_files::parse_identities(to_text(read("generated")));
        ASSERT_TRUE(identities) << identities.error().code.message();
        ASSERT_EQ(identities->size(), 1U);
        const auto recipient = std::visit([](const auto& i) { return i.recipient().text(); }, identities->front());
        EXPECT_EQ(recipient + "\n", to_text(read("derived")));
    }
}

// What we write under a passphrase asks for exactly the stock tool's work.
TEST_F(StockAge, asks_for_the_same_work) {
    plain_of(0);
    ASSERT_TRUE(stock_seals({newer, Kind::passphrase, age_files::Form::binary}));
    const auto theirs = age::parse_header(read("sealed"));
    fs::remove(path("sealed"));
    ASSERT_EQ(we_seal({newer, Kind::passphrase, age_files::Form::binary}, {}), std::error_code());
    EXPECT_EQ(age::parse_header(read("sealed"))->stanzas.front().args.back(), theirs->stanzas.front().args.back());
}

}  // namespace
