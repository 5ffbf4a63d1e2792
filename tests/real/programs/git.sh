#!/bin/sh
# A repository's life: commits, branches, merges, hooks, a clone, packs.
# needs: git
set -eu
export GIT_AUTHOR_DATE='2020-01-02T03:04:05Z' GIT_COMMITTER_DATE='2020-01-02T03:04:05Z'
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
export GIT_CONFIG_NOSYSTEM=1 GIT_PAGER=cat GIT_EDITOR=true

git -c init.defaultBranch=main init -q first
cd first
cat >.git/hooks/pre-commit <<'END'
#!/bin/sh
git diff --cached --name-only | wc -l
END
cat >.git/hooks/post-commit <<'END'
#!/bin/sh
echo "hook: $(git log -1 --format=%s)"
END
chmod +x .git/hooks/*-commit
for i in $(seq 1 40); do echo "file $i" >file$i; done
git add .
git commit -q -m 'forty files'
git checkout -q -b side
echo side >>file1
git commit -q -a -m 'on the side'
git checkout -q main
echo main >>file2
git commit -q -a -m 'on main'
git merge -q -m 'merged' side
git status --short --branch
git log --oneline --graph --stat | cat
git diff HEAD~2 --stat
git tag -a -m 'a tag' v1
git stash list
echo stashed >>file3
git stash push -q
git stash pop -q
git checkout -q -- file3
git grep -c file | wc -l
git blame -s file1
git rev-list --all --objects | wc -l
git archive HEAD | tar tf - | wc -l
git bundle create -q ../bundle --all
cd ..
git clone -q first second
git clone -q --no-local first third
git clone -q bundle fourth 2>/dev/null || true
cd second
echo more >more
git add more
git commit -q -m 'more'
git push -q origin HEAD:refs/heads/pushed
git fetch -q
git rebase -q HEAD~1
git submodule -q status
cd ../first
git gc -q
git fsck --full 2>/dev/null
git repack -q -a -d -f
git worktree add -q ../tree side
git cherry-pick pushed 2>&1 | grep -c more || true
git count-objects
git log --all --format=%s | sort
