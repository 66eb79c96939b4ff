#include "gateway/register/audit.hpp"

#include <sqlite3.h>

#include "tests/unit/gateway/register/register_fixture.hpp"

namespace gateway {
namespace {

class auditing : public RegisterFixture {
protected:
    void SetUp() override {
        RegisterFixture::SetUp();
        found();
        admit("fr.01");
        admit("de.01");
        for (int i = 0; i < 5; ++i) {
            take({network->request(network->person("fr.01")), network->information(network->person("de.01"))});
            clock += 100 * 86'400;  // two years' numbers
        }
    }
    static store::StoreKeys keys() { return store::derive_keys(store::StoreKey(std::array<std::uint8_t, 32>{})); }
    Audit audit_now() { return audit(*store::inspect_sqlite_store(folder / "db", keys()), identity->log()); }

    // What an audit of a damaged copy says first.
    std::string audit_after(const std::string& damage) {
        sqlite3* raw = nullptr;
        EXPECT_EQ(sqlite3_open((folder / "db").c_str(), &raw), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(raw, ("VACUUM INTO '" + (folder / "copy").string() + "'").c_str(), nullptr, nullptr, nullptr),
                  SQLITE_OK);
        sqlite3_close(raw);
        EXPECT_EQ(sqlite3_open((folder / "copy").c_str(), &raw), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(raw, damage.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << damage;
        EXPECT_GT(sqlite3_total_changes(raw), 0) << damage;
        sqlite3_close(raw);
        const auto found = audit(*store::inspect_sqlite_store(folder / "copy", keys()), identity->log()).findings;
        std::filesystem::remove(folder / "copy");
        if (found.empty()) return "";
        return (found[0].index ? std::to_string(*found[0].index) : "-") + ": " + found[0].what;
    }
};

TEST_F(auditing, finds_nothing_in_a_register_in_order_even_while_it_is_served) {
    const auto done = audit_now();
    EXPECT_TRUE(done.findings.empty()) << done.findings[0].what;
    EXPECT_EQ(done.entries, published->view()->size());
    EXPECT_EQ(done.numbered, 5u);
    EXPECT_EQ(done.governing, done.entries - 10);
    EXPECT_EQ(done.checkpoints, 8u);  // one for each commit
    take({network->request(network->person("fr.01"))});
    EXPECT_EQ(audit_now().numbered, 6u);
    EXPECT_TRUE(audit_now().findings.empty());
}

TEST_F(auditing, changes_nothing) {
    committer.reset();
    published.reset();
    store.reset();
    const auto before = std::filesystem::last_write_time(folder / "db");
    EXPECT_TRUE(audit_now().findings.empty());
    EXPECT_EQ(std::filesystem::last_write_time(folder / "db"), before);
    open_store();
    start();
}

TEST_F(auditing, an_empty_register_is_in_order) {
    store::create_sqlite_store(folder / "empty");
    const auto done = audit(*store::inspect_sqlite_store(folder / "empty", keys()), identity->log());
    EXPECT_TRUE(done.findings.empty());
    EXPECT_EQ(done.entries, 0u);
}

TEST_F(auditing, finds_every_kind_of_damage_where_it_is) {
    const auto last = published->view()->size() - 1;
    const auto at = [](std::uint64_t index) { return std::to_string(index); };
    const std::string request = at(last - 1), information = at(last);
    EXPECT_TRUE(audit_after("UPDATE entries SET body = zeroblob(length(body)) WHERE idx = " + request)
                    .starts_with(request + ": its bytes are no entry: "));
    EXPECT_TRUE(audit_after("UPDATE entries SET sealed_head = (SELECT sealed_head FROM entries WHERE idx = " + information +
                            ") WHERE idx = " + request)
                    .starts_with(request + ": a row does not open"));
    EXPECT_TRUE(audit_after("UPDATE entries SET id = randomblob(32) WHERE idx = " + request)
                    .starts_with(request + ": a row does not open"));
    EXPECT_EQ(audit_after("UPDATE entries SET time = time + 1 WHERE idx = " + request),
              request + ": its leaf is of another entry");
    EXPECT_TRUE(audit_after("DELETE FROM entries WHERE idx = " + request).starts_with(request + ": an entry is missing"));
    EXPECT_EQ(audit_after("DELETE FROM entries WHERE idx = " + information),
              "-: the newest checkpoint is not over the last entry");
    EXPECT_EQ(audit_after("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND idx = " + request),
              request + ": the tree has another hash at level 0");
    EXPECT_EQ(audit_after("UPDATE nodes SET hash = zeroblob(32) WHERE level = 3 AND idx = 0"),
              "7: the tree has another hash at level 3");
    EXPECT_EQ(audit_after("UPDATE postings SET idx = " + information +
                          " WHERE token = (SELECT token FROM postings WHERE idx = " + request + " LIMIT 1)"),
              request + ": a blind index does not lead to it");
    EXPECT_EQ(audit_after("UPDATE checkpoints SET note = (SELECT note FROM checkpoints ORDER BY size LIMIT 1) WHERE size = " +
                          at(last + 1)),
              information + ": the checkpoint over it is of another register");
    EXPECT_EQ(
        audit_after(
            "UPDATE checkpoints SET note = CAST(replace(CAST(note AS TEXT), 'membership', 'membershio') AS BLOB) WHERE size = " +
            at(last + 1)),
        information + ": the checkpoint over it was not signed by this gateway's log key");
    EXPECT_TRUE(audit_after("DELETE FROM checkpoints WHERE size = " + at(last + 1))
                    .starts_with(request + ": the checkpoint of an entry is missing"));
}

// A gateway's own operator, with the store key, who gives a request another number: leaf and tree are made to fit.
TEST_F(auditing, finds_entries_that_the_rules_did_not_allow) {
    const auto index = published->view()->size();
    const auto stranger = test::make_person("se.01");
    const auto entry = network->request(stranger);
    const auto transaction = store->begin();
    auto head = published->view()->head;
    protocol::Leaf leaf{.id = entry.id, .time = clock, .number = protocol::RequestNumber{.year = protocol::utc_year(clock),
                                                                                         .count = 77}, .links = {}};
    transaction->append({.head = {.index = index, .id = entry.id, .time = clock, .head = protocol::entry_head(entry),
                                  .leaf = protocol::leaf_line(leaf)},
                         .body = entry.body, .keys = {}});
    transaction->put_nodes(head.append(leaf, false, published->view()->state->network()));
    transaction->put_checkpoint(
        {.size = index + 1, .note = published->sign_checkpoint(head, published->view()->state->network(), clock)});
    transaction->commit();
    std::string all;
    for (const auto& finding : audit_now().findings) all += std::to_string(finding.index.value()) + ": " + finding.what + "\n";
    const auto at = std::to_string(index) + ": ";
    EXPECT_NE(all.find(at + "it was not valid when it was appended: the author is not designated"), std::string::npos) << all;
    EXPECT_NE(all.find(at + "its links are not those of the entries before it"), std::string::npos) << all;
    EXPECT_NE(all.find(at + "its number is not the next one"), std::string::npos) << all;
    EXPECT_NE(all.find(at + "a blind index does not lead to it"), std::string::npos) << all;
}

}  // namespace
}  // namespace gateway
