// Both ways against stock age (FiloSottile/age, the Go implementation): what it writes we open, what we write it opens.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "crypto/age/open.hpp"
#include "crypto/age/seal.hpp"
#include "crypto/random.hpp"

namespace {

using namespace crypto;
namespace fs = std::filesystem;

const std::string age_program = NFP_PEERS_DIR "/bin/age";
const std::string keygen_program = NFP_PEERS_DIR "/bin/age-keygen";

constexpr std::size_t chunk = 64 * 1024;
constexpr std::size_t sizes[] = {0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * 1024 * 1024 + 17};

enum class Kind { hybrid, x25519 };

class StockAge : public testing::TestWithParam<Kind> {
protected:
    StockAge() {
        std::string name = (fs::temp_directory_path() / "nfp-age-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
    }
    ~StockAge() override { fs::remove_all(folder_); }
    void SetUp() override {
        ASSERT_TRUE(fs::exists(age_program)) << age_program << " is missing; .ci/peers.sh fetches it";
    }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    void write(const std::string& name, ByteView bytes) const {
        std::ofstream(path(name), std::ios::binary) << as_text(bytes);
    }
    Bytes read(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static bool run(const std::string& command) { return std::system((command + " 2>/dev/null").c_str()) == 0; }

    struct Pair {
        std::vector<age::Identity> identities;
        age::Recipient recipient;
    };
    Pair make_pair() const {
        Pair pair;
        const auto use = [&](auto identity) {
            pair.recipient = identity.recipient();
            write("identity", identity.text());
            write("recipient", as_bytes(identity.recipient().text()));
            pair.identities.emplace_back(std::move(identity));
        };
        if (GetParam() == Kind::hybrid)
            use(age::HybridIdentity::generate());
        else
            use(age::X25519Identity::generate());
        return pair;
    }

private:
    fs::path folder_;
};

TEST_P(StockAge, opens_what_we_seal) {
    const Pair pair = make_pair();
    for (const std::size_t size : sizes) {
        Bytes plaintext(size);
        fill_random(plaintext);
        write("sealed", age::seal(std::vector{pair.recipient}, plaintext).value());
        ASSERT_TRUE(run(age_program + " -d -i " + path("identity") + " -o " + path("opened") + " " + path("sealed")))
            << size;
        EXPECT_TRUE(read("opened") == plaintext) << size;
        fs::remove(path("opened"));
    }
}

TEST_P(StockAge, seals_what_we_open) {
    const Pair pair = make_pair();
    for (const std::size_t size : sizes) {
        Bytes plaintext(size);
        fill_random(plaintext);
        write("plain", plaintext);
        ASSERT_TRUE(run(age_program + " -R " + path("recipient") + " -o " + path("sealed") + " " + path("plain")))
            << size;
        const auto opened = age::open(pair.identities, read("sealed"));
        ASSERT_TRUE(opened) << size << ": " << opened.error().message();
        EXPECT_TRUE(std::ranges::equal(*opened, plaintext)) << size;
        fs::remove(path("sealed"));
    }
}

TEST_P(StockAge, agrees_on_the_recipient_of_an_identity) {
    const Pair pair = make_pair();
    ASSERT_TRUE(run(keygen_program + " -y -o " + path("derived") + " " + path("identity")));
    EXPECT_EQ(to_text(read("derived")), to_text(read("recipient")) + "\n");
}

TEST_P(StockAge, makes_keys_that_we_read) {
    ASSERT_TRUE(run(keygen_program + (GetParam() == Kind::hybrid ? " -pq" : "") + " -o " + path("generated")));
    ASSERT_TRUE(run(keygen_program + " -y -o " + path("derived") + " " + path("generated")));
    std::string text = to_text(read("generated")), derived = to_text(read("derived"));
    text.erase(0, text.find("AGE-SECRET-KEY-"));
    text.pop_back();
    derived.pop_back();
    if (GetParam() == Kind::hybrid) {
        EXPECT_EQ(age::HybridIdentity::parse(text).value().recipient().text(), derived);
    } else {
        EXPECT_EQ(age::X25519Identity::parse(text).value().recipient().text(), derived);
    }
}

TEST_P(StockAge, opens_what_we_seal_to_several) {
    const Pair first = make_pair(), last = make_pair();  // the identity file holds the last
    write("sealed", age::seal(std::vector{first.recipient, last.recipient}, as_bytes("for both")).value());
    ASSERT_TRUE(run(age_program + " -d -i " + path("identity") + " -o " + path("opened") + " " + path("sealed")));
    EXPECT_EQ(to_text(read("opened")), "for both");
}

TEST_P(StockAge, refuses_what_we_truncate) {
    const Pair pair = make_pair();
    Bytes sealed = age::seal(std::vector{pair.recipient}, Bytes(chunk)).value();
    sealed.pop_back();
    write("sealed", sealed);
    EXPECT_FALSE(run(age_program + " -d -i " + path("identity") + " -o " + path("opened") + " " + path("sealed")));
}

INSTANTIATE_TEST_SUITE_P(kinds, StockAge, testing::Values(Kind::hybrid, Kind::x25519),
                         [](const auto& kind) { return kind.param == Kind::hybrid ? "hybrid" : "x25519"; });

}  // namespace
